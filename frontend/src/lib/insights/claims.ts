import type { components } from '$lib/api/schema';
import type { Habit } from '$lib/db/model';
import { addDays } from '$lib/time/day';

type Schemas = components['schemas'];

/** What may be said of one habit or factor and mood, of its day or of the day after, in points of mood. */
export type Claim = Required<Schemas['Insight']>;
export type SubjectKind = Claim['kind'];
export type Timing = Claim['timing'];
export type State = Claim['state'];
/** Something that is missing before a comparison: how much there is, how much it takes. */
export type Lack = Claim['lacks'][number];
/** What may be said of all that is looked at; nothing for some days after somebody opened Help. */
export type Insights = Omit<Required<Schemas['Insights']>, 'insights'> & { insights: Claim[] };
/** What a look said at the time, with what it was judged by. */
export type Look = Schemas['TracedLook'];

/** A comparison that was made. */
export interface Numbers {
  estimate: number;
  low: number;
  high: number;
}

/** The difference and its range, when there was a comparison. */
export const numbersOf = ({ estimate, low, high }: Pick<Claim, 'estimate' | 'low' | 'high'>): Numbers | undefined =>
  estimate === null || low === null || high === null ? undefined : { estimate, low, high };

const WEEK = 7;
/** How many planned days must follow each other for a comparison. */
const ROW: Record<Timing, number> = { same_day: 2, day_after: 3 };

/** Whether a habit is planned so that its days never stand beside enough other planned ones. */
export function neverBeside(habit: Pick<Habit, 'schedule' | 'weekdays' | 'days'>, timing: Timing): boolean {
  if (habit.schedule === 'interval') return habit.days > 1;
  if (habit.schedule !== 'weekdays') return false;
  const planned = (day: number): boolean => (habit.weekdays & (1 << day % WEEK)) !== 0;
  const row = (first: number): boolean =>
    Array.from({ length: ROW[timing] }, (_, step) => planned(first + step)).every(Boolean);
  return !Array.from({ length: WEEK }, (_, first) => row(first)).some(Boolean);
}

/** A range drawn on a line whose middle is "no difference". */
export interface Drawn {
  /** The line goes from minus this to plus this, in points. */
  reach: number;
  /** Shares of the line from its beginning, 0 to 1. */
  low: number;
  high: number;
  middle: number;
}

/** Where a range lies on a line of half points that has room for it. */
export function drawn({ estimate, low, high }: Numbers): Drawn {
  const reach = Math.max(0.5, Math.ceil(2 * Math.max(Math.abs(low), Math.abs(high))) / 2);
  const share = (value: number): number => (value + reach) / (2 * reach);
  return { reach, low: share(low), high: share(high), middle: share(estimate) };
}

/** Looks are this far apart. */
export const BETWEEN_DAYS = 30;

/** The first day on which a second look may confirm what was found once. */
export const confirmableOn = (since: string): string => addDays(since, BETWEEN_DAYS);
