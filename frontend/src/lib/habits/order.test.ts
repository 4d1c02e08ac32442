import { describe, expect, it } from 'vitest';
import type { Group, Habit } from '$lib/db/model';
import { moved, renumbered, sections } from './order';

const habit = (id: string, groupId: string | null = null): Habit => ({ id, groupId }) as Habit;
const group = (id: string): Group => ({ id, name: id }) as Group;

describe('the sections of the list', () => {
  it('puts habits without a group first, also those whose group is gone', () => {
    const found = sections([habit('a', 'g'), habit('b'), habit('c', 'gone')], [group('g'), group('empty')]);
    expect(found.map(({ group, habits }) => [group?.id, habits.map(({ id }) => id)])).toEqual([
      [undefined, ['b', 'c']],
      ['g', ['a']],
      ['empty', []],
    ]);
  });
});

describe('the order', () => {
  it('moves up and down', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a'], 3, 0)).toEqual(['a']);
  });

  it('writes only what changes', () => {
    const list = [{ id: 'b', position: 1 }, { id: 'a', position: 0 }, { id: 'c', position: 2 }];
    expect(renumbered(list)).toEqual([{ id: 'b', position: 0 }, { id: 'a', position: 1 }]);
    expect(renumbered([{ id: 'x', position: 7 }])).toEqual([{ id: 'x', position: 0 }]);
  });
});
