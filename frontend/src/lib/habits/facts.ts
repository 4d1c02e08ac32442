import { entryId, type Habit, type Pause } from '$lib/db/model';
import { data } from '$lib/state/data.svelte';
import { today } from '$lib/state/today.svelte';
import { holds } from './pause';
import { isPlanned } from './plan';
import { dayState, reaches, sumOf, writtenState, type DayState, type Facts } from './state';

/** 0 = Monday. */
export const weekStart = (): number => data.profile?.weekStartsOn ?? 0;

/** The pause that a day of a habit lies in; without a habit only those of all habits. */
export function pauseOn(day: string, habitId?: string): Pause | undefined {
  for (const pause of data.pauses.values()) if (holds(pause, day, habitId)) return pause;
  return undefined;
}

/** What the device knows of a habit's day. */
export function factsOf(habit: Habit, day: string): Facts {
  const id = entryId(habit.id, day);
  const entry = data.entries.get(id);
  const amounts = data.amountsOn.get(id);
  return {
    value: entry?.value,
    skipped: entry?.skipped ?? false,
    paused: !!pauseOn(day, habit.id),
    count: amounts.length,
    sum: sumOf(amounts),
  };
}

/** Whether something was done on a day, also on one that should not count. */
export const isDoneOn = (habit: Habit, day: string): boolean => reaches(habit, factsOf(habit, day));

/** Whether the schedule asks for this day. */
export const isPlannedOn = (habit: Habit, day: string): boolean =>
  isPlanned(habit, day, (at) => counts(habit, at), weekStart());

const counts = (habit: Habit, day: string): boolean => writtenState(habit, factsOf(habit, day)) === 'done';

export const stateOf = (habit: Habit, day: string): DayState =>
  dayState(habit, day, factsOf(habit, day), {
    today: today.day,
    weekStart: weekStart(),
    done: (at) => counts(habit, at),
    rest: (at) => {
      const { skipped, paused } = factsOf(habit, at);
      return skipped || paused;
    },
  });
