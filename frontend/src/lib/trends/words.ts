import { formatDay, formatNumber } from '$lib/i18n';

/** A mean from 1 to 5, with one decimal. */
export const points = (value: number): string =>
  formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A difference with its sign, two decimals where one would hide it. */
export const change = (value: number): string =>
  formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 2, signDisplay: 'exceptZero' });

/** A mean in a cell of a table; a dash where there is none. */
export const cell = (value: number | null | undefined): string => (typeof value === 'number' ? points(value) : '–');

export const fullDay = (day: string): string => formatDay(day, { day: 'numeric', month: 'short', year: 'numeric' });
export const longDay = (day: string): string => formatDay(day, { day: 'numeric', month: 'long' });
export const weekDay = (day: string): string => formatDay(day, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
