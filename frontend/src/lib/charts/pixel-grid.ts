import { addDays, weekdayOf } from '$lib/time/day';
import { daysBetween, nearestLevel, type Mean } from './scale';

export interface Pixel {
  day: string;
  column: number;
  row: number;
  /** Without a check-in there is no level. */
  level: number | undefined;
}

export interface PixelMonth {
  /** YYYY-MM */
  month: string;
  rows: number;
  pixels: Pixel[];
  /** Days with a check-in. */
  logged: number;
}

export interface PixelWeek {
  /** Its first day, also when that lies before the range. */
  start: string;
  /** One per day; null = outside the range, undefined = no check-in. */
  levels: (number | undefined | null)[];
}

const columnOf = (day: string, weekStart: number): number => (weekdayOf(day) - weekStart + 7) % 7;
const levelsByDay = (means: Mean[]): Map<string, number> =>
  new Map(means.map(({ day, mean }) => [day, nearestLevel(mean)]));

/** Every month from one day to another as a small calendar; weekStart 0 = Monday. */
export function pixelMonths(from: string, to: string, means: Mean[], weekStart: number): PixelMonth[] {
  const levels = levelsByDay(means);
  const months: PixelMonth[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const month = day.slice(0, 7);
    if (months.at(-1)?.month !== month) months.push({ month, rows: 0, pixels: [], logged: 0 });
    const current = months.at(-1)!;
    const pixel = pixelOf(day, levels.get(day), weekStart);
    current.pixels.push(pixel);
    if (pixel.level) current.logged += 1;
  }
  return months.map(trimmed);
}

/** A month that begins in the middle has no empty weeks above it. */
function trimmed(month: PixelMonth): PixelMonth {
  const above = month.pixels[0]?.row ?? 0;
  const pixels = month.pixels.map((pixel) => ({ ...pixel, row: pixel.row - above }));
  return { ...month, pixels, rows: (pixels.at(-1)?.row ?? -1) + 1 };
}

function pixelOf(day: string, level: number | undefined, weekStart: number): Pixel {
  const before = columnOf(`${day.slice(0, 7)}-01`, weekStart);
  const place = before + Number(day.slice(8)) - 1;
  return { day, column: place % 7, row: Math.floor(place / 7), level };
}

/** The same days as rows of weeks, for a table. */
export function pixelWeeks(from: string, to: string, means: Mean[], weekStart: number): PixelWeek[] {
  const levels = levelsByDay(means);
  const first = addDays(from, -columnOf(from, weekStart));
  const count = Math.ceil((daysBetween(first, to) + 1) / 7);
  return Array.from({ length: count }, (_, week) => {
    const start = addDays(first, week * 7);
    const days = Array.from({ length: 7 }, (_, offset) => addDays(start, offset));
    return { start, levels: days.map((day) => (day < from || day > to ? null : levels.get(day))) };
  });
}

/** The level that came most often, the better one of two; undefined without a check-in. */
export function usualLevel(means: Mean[]): { level: number; days: number } | undefined {
  const counts = new Map<number, number>();
  for (const level of levelsByDay(means).values()) counts.set(level, (counts.get(level) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return best && { level: best[0], days: best[1] };
}
