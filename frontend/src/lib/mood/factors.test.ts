import { expect, it } from 'vitest';
import { grouped, moved, movedGroup, named, type Placed } from './factors';

const factor = (id: string, group: string, position: number): Placed => ({ id, name: id.toUpperCase(), group, position });
const all = [factor('walk', 'Move', 2), factor('sun', '', 0), factor('tea', 'Food', 3), factor('run', 'Move', 1), factor('rain', '', 4)];

/** The order after the changes, as the screen shows it. */
const after = (changes: { id: string; position: number }[]): string[] =>
  grouped(all.map((one) => ({ ...one, ...changes.find(({ id }) => id === one.id) }))).flatMap(({ factors }) =>
    factors.map(({ id }) => id),
  );

it('groups stand in the order of their first factor, those without one at the end', () => {
  expect(grouped(all).map(({ name, factors }) => [name, factors.map(({ id }) => id)])).toEqual([
    ['Move', ['run', 'walk']],
    ['Food', ['tea']],
    ['', ['sun', 'rain']],
  ]);
});

it('a factor moves within its group only', () => {
  expect(after(moved(all, 'walk', -1))).toEqual(['walk', 'run', 'tea', 'sun', 'rain']);
  expect(after(moved(all, 'sun', 1))).toEqual(['run', 'walk', 'tea', 'rain', 'sun']);
  expect(moved(all, 'walk', 1)).toEqual([]);
  expect(moved(all, 'tea', -1)).toEqual([]);
});

it('a group moves as a whole, and those without a group stay last', () => {
  expect(after(movedGroup(all, 'Food', -1))).toEqual(['tea', 'run', 'walk', 'sun', 'rain']);
  expect(movedGroup(all, 'Food', 1)).toEqual([]);
  expect(movedGroup(all, '', -1)).toEqual([]);
});

it('moves those that two devices put in the same place', () => {
  const same = [factor('a', '', 5), factor('b', '', 5), factor('c', '', 5)];
  expect(moved(same, 'c', -1)).toEqual([
    { id: 'a', position: 0 },
    { id: 'c', position: 1 },
    { id: 'b', position: 2 },
  ]);
});

it('a known name is found in any case', () => {
  expect(named(all, ' walk ')?.id).toBe('walk');
  expect(named(all, 'nap')).toBeUndefined();
});
