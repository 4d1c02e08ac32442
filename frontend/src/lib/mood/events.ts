import type { EventKind } from '$lib/db/model';
import { addDays } from '$lib/time/day';
import { addMonths } from './months';

/** What the rules about events look at. */
export interface Dated {
  id: string;
  day: string;
  endsOn: string | null;
  followUpOn: string | null;
}

export const eventKinds: EventKind[] = ['medicine', 'therapy', 'treatment', 'holiday', 'illness', 'life', 'other'];

export const FIRST_DAY = '1900-01-01';
const LAST_END = '2200-12-31';
const AHEAD_DAYS = 366;
const FOLLOW_UP_MONTHS = 12;

export const lastDay = (today: string): string => addDays(today, AHEAD_DAYS);
export const lastFollowUp = (day: string): string => addMonths(day, FOLLOW_UP_MONTHS);

export type EventProblem = 'day' | 'endsOn' | 'followUpOn';

/** Which of its dates do not fit together. */
export function problems({ day, endsOn, followUpOn }: Omit<Dated, 'id'>, today: string): EventProblem[] {
  if (!day || day < FIRST_DAY || day > lastDay(today)) return ['day'];
  const found: EventProblem[] = [];
  if (endsOn !== null && (endsOn < day || endsOn > LAST_END)) found.push('endsOn');
  if (followUpOn !== null && (followUpOn <= day || followUpOn > lastFollowUp(day))) found.push('followUpOn');
  return found;
}

const by = <T>(key: (item: T) => string, up: 1 | -1) => (a: T, b: T): number =>
  key(a) === key(b) ? 0 : key(a) < key(b) ? -up : up;

export interface Timeline<T> {
  /** Follow-ups from today on, the next one first. */
  followUps: T[];
  /** Still to come, the next one first. */
  ahead: T[];
  /** Today and before, the newest first. */
  past: T[];
}

/** Events as a list shows them; one with a follow-up ahead is in two places. */
export function timeline<T extends Dated>(events: Iterable<T>, today: string): Timeline<T> {
  const all = [...events];
  return {
    followUps: all
      .filter(({ followUpOn }) => followUpOn !== null && followUpOn >= today)
      .sort(by(({ followUpOn }) => followUpOn ?? '', 1)),
    ahead: all.filter(({ day }) => day > today).sort(by(({ day }) => day, 1)),
    past: all.filter(({ day }) => day <= today).sort(by(({ day }) => day, -1)),
  };
}
