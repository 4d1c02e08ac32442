import { expect, it } from 'vitest';
import { placeOf } from './place';

const id = '01990000-0000-7000-8000-000000000001';

it('finds the place in the administration, else the list', () => {
  expect(placeOf('')).toEqual({ view: 'articles' });
  expect(placeOf('#main')).toEqual({ view: 'articles' });
  expect(placeOf('#invites')).toEqual({ view: 'invites' });
  expect(placeOf('#new')).toEqual({ view: 'new' });
  expect(placeOf(`#${id}`)).toEqual({ view: 'edit', id });
  expect(placeOf(`#${id}/preview`)).toEqual({ view: 'preview', id });
});
