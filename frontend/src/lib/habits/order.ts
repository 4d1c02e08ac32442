import type { Group, Habit } from '$lib/db/model';

export interface Section {
  /** Without one: habits that are in no group, or in one that is gone. */
  group: Group | undefined;
  habits: Habit[];
}

/** Habits under their groups, in the order of both; those without a group come first. */
export function sections(habits: Habit[], groups: Group[]): Section[] {
  const known = new Set(groups.map(({ id }) => id));
  const loose = habits.filter(({ groupId }) => !groupId || !known.has(groupId));
  return [
    { group: undefined, habits: loose },
    ...groups.map((group) => ({ group, habits: habits.filter(({ groupId }) => groupId === group.id) })),
  ];
}

/** The list with one thing moved to another place. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  return from === to || !list[from] ? list : [...rest.slice(0, to), list[from], ...rest.slice(to)];
}

interface Placed {
  id: string;
  position: number;
}

/** The positions to write so that a list has this order: only those that change. */
export function renumbered(list: Placed[]): Placed[] {
  return list
    .map(({ id, position }, index) => ({ id, position: index, before: position }))
    .filter(({ position, before }) => position !== before)
    .map(({ id, position }) => ({ id, position }));
}
