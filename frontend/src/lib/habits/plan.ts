import type { Habit } from '$lib/db/model';
import { addDays, daysBetween, isScheduled, weekdayOf } from '$lib/time/day';

export type Rule = Pick<Habit, 'schedule' | 'weekdays' | 'times' | 'days' | 'startsOn' | 'createdOn'>;
/** Whether a day was done. */
export type Done = (day: string) => boolean;

/** The days, both included, in which a "so many times" schedule counts. */
export function periodOf(rule: Rule, day: string, weekStart: number): [string, string] {
  if (rule.schedule === 'per_week') {
    const first = addDays(day, -((weekdayOf(day) - weekStart + 7) % 7));
    return [first, addDays(first, 6)];
  }
  if (rule.schedule === 'per_month') return [`${day.slice(0, 7)}-01`, `${day.slice(0, 7)}-31`];
  return [addDays(day, 1 - rule.days), day];
}

/** Whether the schedule still asks for this day; a day that is done itself does not change that. */
export function isPlanned(rule: Rule, day: string, done: Done, weekStart: number, newest?: string): boolean {
  if (rule.schedule === 'weekdays') return isScheduled(rule.weekdays, day);
  if (rule.schedule === 'interval') {
    const since = daysBetween(rule.startsOn ?? rule.createdOn, day);
    return since >= 0 && since % rule.days === 0;
  }
  if (rule.schedule === 'rolling') return !isCovered(rule, day, done, newest);
  const [first, last] = periodOf(rule, day, weekStart);
  let count = 0;
  for (let at = first; at <= last; at = addDays(at, 1)) if (at !== day && done(at)) count += 1;
  return count < rule.times;
}

/**
 * Whether enough done days in `days` days reach over this one, which need not be done itself. Days
 * up to `newest` count: like Loop Habit Tracker's, stretches move back to leave room for newer ones.
 */
export function isCovered({ times, days }: Rule, day: string, done: Done, newest = addDays(day, days)): boolean {
  const found: number[] = [];
  for (let at = Math.max(daysBetween(day, newest), 0); at > -days; at -= 1) {
    if (at !== 0 && done(addDays(day, at))) found.push(at);
  }
  let newer = Infinity;
  for (const [index, first] of found.entries()) {
    const centre = found[index - times + 1];
    if (centre === undefined || centre - first >= days) continue;
    const end = first + days - 1;
    newer = first - Math.max(0, Math.min(end - centre, end - newer + 1));
    if (newer <= 0 && newer + days > 0) return true;
  }
  return false;
}
