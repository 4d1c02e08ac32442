import { addDays } from '$lib/time/day';

const DAY_MS = 86_400_000;

/** The same day some months later, or the last of that month where it has no such day. */
export function addMonths(day: string, count: number): string {
  const date = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + count);
  const first = date.toISOString().slice(0, 10);
  date.setUTCMonth(date.getUTCMonth() + 1);
  const last = addDays(date.toISOString().slice(0, 10), -1);
  const same = first.slice(0, 8) + day.slice(8);
  return same < last ? same : last;
}

/** Days from one date to another; negative when it lies before. */
export const daysUntil = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
