import { expect, it } from 'vitest';
import { placeOf } from './place';

const id = '01990000-0000-7000-8000-000000000001';

it('finds the place in the administration, else the list', () => {
  expect(placeOf('')).toEqual({ view: 'articles' });
  expect(placeOf('#main')).toEqual({ view: 'articles' });
  for (const view of ['queue', 'invites', 'tools', 'explain', 'exchange', 'log', 'new'])
    expect(placeOf(`#${view}`)).toEqual({ view });
  expect(placeOf(`#${id}`)).toEqual({ view: 'edit', id });
  expect(placeOf(`#${id}/preview`)).toEqual({ view: 'preview', id });
  expect(placeOf(`#${id}/versions`)).toEqual({ view: 'versions', id });
  expect(placeOf(`#${id}/other`)).toEqual({ view: 'articles' });
});
