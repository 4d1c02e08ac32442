import { entryId, type Habit, type HabitFields, type Mood } from '$lib/db/model';
import { uuid7 } from '$lib/sync/uuid7';
import { data } from './data.svelte';
import { storage } from './storage.svelte';
import { today } from './today.svelte';

/** The app's icon shows what is still due. */
async function renewBadge(): Promise<void> {
  if (!('setAppBadge' in navigator)) return;
  const [badge] = await Promise.all([import('$lib/push/badge'), data.settled()]);
  if (data.connection) await badge.renewBadge(data.connection, Date.now());
}

/** Notes how the person feels now; gives the mood's id. */
export function noteMood(level: number): string {
  const id = uuid7();
  const at = Date.now();
  void data.write('mood', id, { day: today.day, at, level, anxiety: null, confidence: null, tags: [], deleted: false });
  void storage.ask();
  void renewBadge();
  return id;
}

export const changeMood = (id: string, level: number): Promise<void> => data.write('mood', id, { level });
export const removeMood = (id: string): Promise<void> => data.write('mood', id, { deleted: true });

/** Today's moods, the newest first. */
export const moodsOfDay = (day: string): Mood[] =>
  [...data.moods.values()].filter((mood) => mood.day === day).sort((a, b) => b.at - a.at);

export const isDone = (habitId: string, day: string): boolean =>
  data.entries.get(entryId(habitId, day))?.value === 1;

/** Sets a habit done or not done for a day. */
export function setDone(habitId: string, day: string, done: boolean): Promise<void> {
  const kept = data.write('entry', entryId(habitId, day), { value: done ? 1 : 0, deleted: false });
  void renewBadge();
  return kept;
}

export type HabitDraft = Pick<HabitFields, 'name' | 'icon' | 'colour' | 'weekdays'>;

/** Adds a habit at the end of the list; gives its id. */
export function addHabit(draft: HabitDraft): string {
  const id = uuid7();
  const position = Math.max(-1, ...[...data.habits.values()].map((habit) => habit.position)) + 1;
  void data.write('habit', id, {
    ...draft,
    kind: 'yes_no',
    position: Math.min(position, 10_000),
    createdOn: today.day,
    archived: false,
    deleted: false,
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
