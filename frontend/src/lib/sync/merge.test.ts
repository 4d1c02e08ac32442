import { expect, it } from 'vitest';
import type { Op } from '$lib/db/model';
import { accept, confirm, isGone, overlay } from './merge';

const op = (fields: Record<string, unknown>): Op => ({
  opId: 'o',
  entity: 'habit',
  entityId: 'h',
  fields,
  stamp: '',
  v: 1,
});

it('lays unsent changes over what the server said, field by field', () => {
  const view = overlay('habit', { name: 'Walk', colour: 2 }, [op({ name: 'Run' }), op({ name: 'Swim' })]);
  expect(view).toMatchObject({ name: 'Swim', colour: 2, weekdays: 127 });
});

it('takes the server at its word, without looking at a clock', () => {
  expect(accept({ id: 'h', base: { name: 'A' }, view: {} }, 'h', { name: 'B' }).base).toEqual({ name: 'B' });
});

it('adds an applied change to what the server said, and a superseded one not', () => {
  const row = { id: 'h', base: { name: 'A' }, view: {} };
  expect(confirm(row, op({ name: 'B' }), 'applied').base).toEqual({ name: 'B' });
  expect(confirm(row, op({ name: 'B' }), 'superseded').base).toEqual({ name: 'A' });
});

it('forgets a row only when neither the server nor an unsent change speaks of it', () => {
  expect(isGone({ id: 'h', base: null, view: {} }, [])).toBe(true);
  expect(isGone({ id: 'h', base: null, view: {} }, [op({})])).toBe(false);
  expect(isGone({ id: 'h', base: {}, view: {} }, [])).toBe(false);
});
