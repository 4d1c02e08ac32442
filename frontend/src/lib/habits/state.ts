import type { Habit } from '$lib/db/model';
import { addDays, daysBetween } from '$lib/time/day';
import { isCovered, isPlanned, periodOf, type Done, type Rule } from './plan';

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

/** What a day's amounts add up to, to six digits: 0.7 + 0.2 + 0.1 reaches 1. */
export const sumOf = (amounts: readonly { amount: number }[]): number =>
  Math.round(amounts.reduce((sum, { amount }) => sum + amount, 0) * 1e6) / 1e6;

/** Whether a day's facts reach what the habit asks for; a day with nothing noted never does. */
export function reaches({ kind, target }: Measure, facts: Facts): boolean {
  if (facts.skipped) return false;
  if (kind === 'at_least') return facts.count > 0 && facts.sum >= target;
  if (kind === 'at_most') return facts.count > 0 && facts.sum <= target;
  return facts.value === 1;
}

/** What can be said of a day, read off its own row; undefined when that depends on the schedule. */
export function writtenState(habit: Measure, facts: Facts): DayState | undefined {
  if (facts.skipped) return 'skipped';
  if (facts.paused) return 'paused';
  if (reaches(habit, facts)) return 'done';
  if (habit.kind === 'avoid') return facts.value === 0 ? 'slipped' : undefined;
  if (habit.kind === 'at_most') return facts.count > 0 ? 'slipped' : undefined;
  return habit.kind === 'at_least' && facts.sum > 0 ? 'partial' : undefined;
}

export interface Around {
  today: string;
  weekStart: number;
  /** Whether another day counts as done; one that should not count does not. */
  done: Done;
  /** Whether another day should not count: skipped, or in a pause. */
  rest: Done;
}

/** The state of any day, as the server tells it. */
export function dayState(habit: Measure & Rule, day: string, facts: Facts, around: Around): DayState {
  const written = writtenState(habit, facts);
  if (written) return written;
  if (day < habit.createdOn) return 'before';
  // As often as there are days is every day.
  if (habit.schedule === 'rolling' && habit.times < habit.days) return inRolling(habit, day, around);
  if (habit.schedule === 'per_week' || habit.schedule === 'per_month') return inPeriod(habit, day, around);
  return asked(habit, day, around);
}

/** Chosen weekdays and every k days; of these an occasion lasts until the next one. */
function asked(habit: Rule, day: string, { today, done }: Around): DayState {
  if (!isPlanned(habit, day, done, 0)) return 'free';
  const span = habit.schedule === 'interval' ? habit.days : 1;
  for (let later = 1; later < span; later += 1) if (done(addDays(day, later))) return 'covered';
  return addDays(day, span) <= today ? 'missed' : 'open';
}

/** n in d days; the first d - 1 days of a habit cannot be missed yet. */
function inRolling(habit: Rule, day: string, { today, done }: Around): DayState {
  if (isCovered(habit, day, done, today)) return 'covered';
  if (day >= today) return 'open';
  return daysBetween(habit.createdOn, day) < habit.days - 1 ? 'free' : 'missed';
}

/** n in a week or month: of the days that could have made up what is lacking, the last are missed. */
function inPeriod(habit: Rule, day: string, { today, weekStart, done, rest }: Around): DayState {
  const [first, last] = periodOf(habit, day, weekStart);
  let [size, counted, made, later] = [0, 0, 0, 0];
  for (let at = first; at <= last; at = addDays(at, 1)) {
    size += 1;
    if (done(at) && at <= today) made += 1;
    else if (at > day && at < today && at >= habit.createdOn && !rest(at)) later += 1;
    if (at >= habit.createdOn && !rest(at)) counted += 1;
  }
  const wanted = Math.min(habit.times, size);
  if (day >= today) return made < wanted ? 'open' : 'free';
  // Days that do not count take their share of what is asked for with them.
  const lacking = last < today ? Math.floor((2 * wanted * counted + size) / (2 * size)) - made : 0;
  return later < lacking ? 'missed' : 'free';
}
