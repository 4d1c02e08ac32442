import { blank } from '$lib/db/blank';
import type { Mood, MoodFields } from '$lib/db/model';
import { uuid7 } from '$lib/sync/uuid7';
import { now } from '$lib/time/now';
import { data } from './data.svelte';
import { today } from './today.svelte';

/** Notes how the person feels now; gives the mood's id. */
export function noteMood(level: number, details: Partial<MoodFields> = {}): string {
  const id = uuid7();
  void data.write('mood', id, { ...blank.mood, day: today.day, at: now(), level, ...details });
  return id;
}

export const changeMood = (id: string, details: Partial<MoodFields>): Promise<void> => data.write('mood', id, details);
export const removeMood = (id: string): Promise<void> => data.write('mood', id, { deleted: true });
export const restoreMood = (id: string): Promise<void> => data.write('mood', id, { deleted: false });

/** A day's moods, the newest first. */
export const moodsOfDay = (day: string): readonly Mood[] => data.moodsOn.get(day);
