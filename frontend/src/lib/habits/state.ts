import type { Habit } from '$lib/db/model';
import { isPlanned, type Done, type Rule } from './plan';

/** What a day of a habit is; the server's words. */
export type DayState =
  | 'done'
  | 'partial'
  | 'missed'
  | 'slipped'
  | 'skipped'
  | 'paused'
  | 'covered'
  | 'free'
  | 'open'
  | 'before';

/** What is written of a habit's day. */
export interface Facts {
  /** The entry's value; without an entry undefined. */
  value: number | undefined;
  skipped: boolean;
  paused: boolean;
  /** How many amounts, and their sum. */
  count: number;
  sum: number;
}

type Measure = Pick<Habit, 'kind' | 'target'>;

export const isMeasured = ({ kind }: Pick<Habit, 'kind'>): boolean =>
  kind === 'at_least' || kind === 'at_most';

/** Whether a day's facts reach what the habit asks for. */
export function reaches({ kind, target }: Measure, facts: Facts): boolean {
  if (facts.skipped) return false;
  if (kind === 'at_least') return facts.sum >= target;
  if (kind === 'at_most') return facts.count > 0 && facts.sum <= target;
  return facts.value === 1;
}

/** What can be said of a day, read off its own row; undefined when that depends on the schedule. */
export function writtenState(habit: Measure, facts: Facts): DayState | undefined {
  if (facts.skipped) return 'skipped';
  if (reaches(habit, facts)) return 'done';
  if (facts.paused) return 'paused';
  if (habit.kind === 'avoid' && facts.value === 0) return 'slipped';
  if (isMeasured(habit) && facts.count > 0) return habit.kind === 'at_least' ? 'partial' : 'missed';
  return undefined;
}

export interface Around {
  today: string;
  weekStart: number;
  done: Done;
}

/** The state of any day. */
export function dayState(habit: Measure & Rule, day: string, facts: Facts, around: Around): DayState {
  const written = writtenState(habit, facts);
  if (written) return written;
  if (day < habit.createdOn) return 'before';
  if (!isPlanned(habit, day, around.done, around.weekStart, around.today)) {
    return habit.schedule === 'rolling' ? 'covered' : 'free';
  }
  return day >= around.today ? 'open' : 'missed';
}
