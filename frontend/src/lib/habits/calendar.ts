import { addDays, weekdayOf } from '$lib/time/day';

/** The weeks of a month (YYYY-MM), each seven days or null beside the month; weekStart 0 = Monday. */
export function monthWeeks(month: string, weekStart: number): (string | null)[][] {
  const first = `${month}-01`;
  let day = addDays(first, -((weekdayOf(first) - weekStart + 7) % 7));
  const weeks: (string | null)[][] = [];
  while (day.slice(0, 7) <= month) {
    const start = day;
    const week = Array.from({ length: 7 }, (_, index) => addDays(start, index));
    weeks.push(week.map((found) => (found.startsWith(month) ? found : null)));
    day = addDays(day, 7);
  }
  return weeks;
}

/** The month so many months later; negative is earlier. */
export function addMonths(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return date.toISOString().slice(0, 7);
}

export const monthOf = (day: string): string => day.slice(0, 7);

/** The oldest day that can still be filled in. */
export const oldestDay = (today: string): string => addDays(today, -365);

/** A date from an address or a field, if it is one and lies in the year that can be filled in. */
export function dayWithin(text: string | undefined, today: string): string | undefined {
  if (!text || !/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) return undefined;
  return text >= oldestDay(today) && text <= today ? text : undefined;
}
