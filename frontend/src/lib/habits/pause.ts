import type { PauseFields } from '$lib/db/model';

type Range = Pick<PauseFields, 'habitId' | 'firstDay' | 'lastDay'>;

/** Whether a pause holds on a day, of this habit or of all; without a habit only one of all does. */
export const holds = ({ habitId, firstDay, lastDay }: Range, day: string, habit?: string): boolean =>
  (habitId === null || habitId === habit) && firstDay <= day && (lastDay === null || day <= lastDay);
