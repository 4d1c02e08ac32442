import { locale } from './locale.svelte';

/** The language with the person's region, such as "en-GB", so that dates look as they are used to. */
function tag(): string {
  const near = navigator.languages?.find((wanted) => wanted.startsWith(`${locale.current}-`));
  return near ?? locale.current;
}

/** Noon UTC of a YYYY-MM-DD, which is the same date in the UTC calendar that the formatters use. */
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** A date such as "24 November", "Tue" or "Nov 2026", by Intl options. */
export const formatDay = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(tag(), { timeZone: 'UTC', ...options }).format(noon(day));

/** "14:05" or "2:05 PM" of an instant in a zone. */
export const formatTime = (at: number, zone: string): string =>
  new Intl.DateTimeFormat(tag(), { timeStyle: 'short', timeZone: zone }).format(at);

/** "14:05:09" of an instant in the device's zone. */
export const formatClock = (at: number): string =>
  new Intl.DateTimeFormat(tag(), { timeStyle: 'medium' }).format(at);

/** Date and time of an instant in the device's zone. */
export const formatInstant = (at: number): string =>
  new Intl.DateTimeFormat(tag(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);

/** A wall time "HH:MM" the way the language writes it. */
export const formatWallTime = (time: string): string =>
  new Intl.DateTimeFormat(tag(), { timeStyle: 'short', timeZone: 'UTC' }).format(
    new Date(`2024-01-01T${time}:00Z`),
  );

export const formatNumber = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(tag(), options).format(value);

export const formatPercent = (share: number): string =>
  formatNumber(share, { style: 'percent', maximumFractionDigits: 0 });

/** "a, b and c". */
export const formatList = (items: string[]): string =>
  new Intl.ListFormat(tag(), { type: 'conjunction' }).format(items);

/** The weekday's name, 0 = Monday. */
export const weekdayName = (index: number, width: 'narrow' | 'short' | 'long'): string =>
  formatDay(`2024-01-0${index + 1}`, { weekday: width });

type WeekInfo = { firstDay: number };
type WithWeekInfo = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

/** Weekday indexes (0 = Monday) in the order in which the person's region writes a week. */
export function weekOrder(): number[] {
  const region = new Intl.Locale(navigator.language) as WithWeekInfo;
  const first = (region.getWeekInfo?.() ?? region.weekInfo)?.firstDay ?? 1;
  return Array.from({ length: 7 }, (_, offset) => (first - 1 + offset) % 7);
}
