import { blank } from '$lib/db/blank';
import type { Group, Habit, HabitFields } from '$lib/db/model';
import { moved, renumbered, type Section } from '$lib/habits/order';
import { uuid7 } from '$lib/sync/uuid7';
import { data } from './data.svelte';
import { today } from './today.svelte';

const LAST_POSITION = 10_000;
export type HabitDraft = Partial<HabitFields> & Pick<HabitFields, 'name'>;

const end = (things: Iterable<{ position: number }>): number =>
  Math.min(LAST_POSITION, Math.max(-1, ...[...things].map(({ position }) => position)) + 1);

/** Adds a habit at the end of the list; gives its id. */
export function addHabit(draft: HabitDraft): string {
  const id = uuid7();
  void data.write('habit', id, {
    ...blank.habit,
    position: end(data.habits.values()),
    createdOn: today.day,
    ...draft,
  });
  return id;
}

/** Writes only the fields that differ. */
export function editHabit(habit: Habit, draft: Partial<HabitFields>): void {
  const changed = Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => habit[key as keyof HabitFields] !== value),
  );
  if (Object.keys(changed).length) void data.write('habit', habit.id, changed);
}

export const archiveHabit = (id: string, archived = true): Promise<void> => data.write('habit', id, { archived });
export const removeHabit = (id: string): Promise<void> => data.write('habit', id, { deleted: true });
export const restoreHabit = (id: string): Promise<void> => data.write('habit', id, { deleted: false });

/** Adds a group at the end; gives its id. */
export function addGroup(name: string): string {
  const id = uuid7();
  void data.write('group', id, { name, position: end(data.groups.values()), deleted: false });
  return id;
}
export const renameGroup = (id: string, name: string): Promise<void> => data.write('group', id, { name });
/** Its habits stay, and stand without a group. */
export const removeGroup = (id: string): Promise<void> => data.write('group', id, { deleted: true });
export const restoreGroup = (id: string): Promise<void> => data.write('group', id, { deleted: false });

function renumber(entity: 'habit' | 'group', list: { id: string; position: number }[]): void {
  for (const { id, position } of renumbered(list)) void data.write(entity, id, { position });
}

/** Moves a habit to a place among all active ones, counted from 0. */
export function placeHabit(id: string, index: number): void {
  const list = data.activeHabits;
  renumber('habit', moved(list, list.findIndex((habit) => habit.id === id), index));
}

/** Moves a habit within its section by one place; up is -1. */
export function moveHabit(id: string, step: -1 | 1, section: Section): void {
  const other = section.habits[section.habits.findIndex((habit) => habit.id === id) + step];
  if (other) placeHabit(id, data.activeHabits.findIndex((habit) => habit.id === other.id));
}

/** Puts a habit into a group, or into none, at the end. */
export const putInGroup = (id: string, groupId: string | null): Promise<void> => data.write('habit', id, { groupId });

/** Moves a group to a place, counted from 0. */
export function placeGroup(id: string, index: number): void {
  const list: Group[] = data.sortedGroups;
  renumber('group', moved(list, list.findIndex((group) => group.id === id), index));
}
export function moveGroup(id: string, step: -1 | 1): void {
  const index = data.sortedGroups.findIndex((group) => group.id === id) + step;
  if (index >= 0 && index < data.sortedGroups.length) placeGroup(id, index);
}
