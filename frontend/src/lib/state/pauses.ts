import type { Pause, PauseFields } from '$lib/db/model';
import { holds } from '$lib/habits/pause';
import { uuid7 } from '$lib/sync/uuid7';
import { addDays } from '$lib/time/day';
import { data } from './data.svelte';
import { today } from './today.svelte';

/** Pauses a habit from a day to another, or until the pause is ended; gives the pause's id. */
export function pauseHabit(habitId: string | null, firstDay = today.day, lastDay: string | null = null): string {
  const id = uuid7();
  void data.write('pause', id, { habitId, firstDay, lastDay, deleted: false });
  return id;
}

/** The same for all habits at once. */
export const pauseAll = (firstDay = today.day, lastDay: string | null = null): string =>
  pauseHabit(null, firstDay, lastDay);

/** A day on which nothing is asked. */
export const restDay = (day = today.day): string => pauseHabit(null, day, day);

/** The rest day's pause, if the day is one. */
export const restOf = (day: string): Pause | undefined =>
  [...data.pauses.values()].find((pause) => pause.habitId === null && pause.firstDay === day && pause.lastDay === day);

export const changePause = (id: string, fields: Partial<PauseFields>): Promise<void> => data.write('pause', id, fields);

/** Ends a pause: today counts again. One that has not begun is gone. */
export function endPause(id: string, day = today.day): Promise<void> {
  const pause = data.pauses.get(id);
  const last = addDays(day, -1);
  return data.write('pause', id, !pause || pause.firstDay > last ? { deleted: true } : { lastDay: last });
}

export const removePause = (id: string): Promise<void> => data.write('pause', id, { deleted: true });
export const restorePause = (id: string): Promise<void> => data.write('pause', id, { deleted: false });

/** The pauses that hold for a habit on a day; without a habit those of all. */
export const pausesOn = (day: string, habitId?: string): Pause[] =>
  [...data.pauses.values()].filter((pause) => holds(pause, day, habitId));

/** Pauses that hold today or later, the next first. */
export const comingPauses = (): Pause[] =>
  [...data.pauses.values()]
    .filter(({ lastDay }) => lastDay === null || lastDay >= today.day)
    .sort((a, b) => (a.firstDay < b.firstDay ? -1 : 1));
