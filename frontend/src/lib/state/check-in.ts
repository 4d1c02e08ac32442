import { blank } from '$lib/db/blank';
import { entryId, type Mood, type MoodFields } from '$lib/db/model';
import { uuid7 } from '$lib/sync/uuid7';
import { data } from './data.svelte';
import { today } from './today.svelte';

/** Notes how the person feels now; gives the mood's id. */
export function noteMood(level: number, details: Partial<MoodFields> = {}): string {
  const id = uuid7();
  void data.write('mood', id, { ...blank.mood, day: today.day, at: Date.now(), level, ...details });
  return id;
}

export const changeMood = (id: string, details: Partial<MoodFields>): Promise<void> => data.write('mood', id, details);
export const removeMood = (id: string): Promise<void> => data.write('mood', id, { deleted: true });
export const restoreMood = (id: string): Promise<void> => data.write('mood', id, { deleted: false });

/** A day's moods, the newest first. */
export const moodsOfDay = (day: string): readonly Mood[] => data.moodsOn.get(day);

/** Whether a yes/no habit is done on a day. */
export const isDone = (habitId: string, day: string): boolean => data.entries.get(entryId(habitId, day))?.value === 1;

export const setDone = (habitId: string, day: string, done: boolean): Promise<void> =>
  data.write('entry', entryId(habitId, day), { value: done ? 1 : 0, skipped: false, deleted: false });
