import type { Trends } from '$lib/api/types';
import { m, weekdayName } from '$lib/i18n';
import { points } from './words';

/** A difference smaller than this is not worth a word. */
const CLOSE = 0.2;

type Part = Trends['dayParts'][number]['part'];
interface Known {
  mean: number;
}

const names: Record<string, () => string> = {
  night: m.trends_part_night,
  morning: m.trends_part_morning,
  midday: m.trends_part_midday,
  evening: m.trends_part_evening,
};
const inside: Record<string, () => string> = {
  night: m.trends_part_in_night,
  morning: m.trends_part_in_morning,
  midday: m.trends_part_in_midday,
  evening: m.trends_part_in_evening,
};
export const PART_ICONS: Record<string, string> = { night: '🌙', morning: '🌅', midday: '🌤️', evening: '🌇' };
/** The first hour of each part, and the hour after its last. */
export const PART_HOURS: Record<string, [number, number]> = {
  night: [0, 5],
  morning: [5, 11],
  midday: [11, 17],
  evening: [17, 24],
};

export const partName = (part: Part): string => names[part]?.() ?? part;

function ends<T extends { mean: number | null }>(all: T[]): { high: T & Known; low: T & Known } | undefined {
  const known = all.filter((one): one is T & Known => one.mean !== null).sort((a, b) => b.mean - a.mean);
  const [high, low] = [known[0], known.at(-1)];
  return high && low && { high, low };
}

/** The highest and the lowest weekday, or that they are close together. */
export function weekdaySentence(weekdays: Trends['weekdays']): string {
  const found = ends(weekdays);
  if (!found) return '';
  const means = { highMean: points(found.high.mean), lowMean: points(found.low.mean) };
  if (means.highMean === means.lowMean) return m.trends_weekdays_same(means);
  if (found.high.mean - found.low.mean < CLOSE) return m.trends_weekdays_close(means);
  const name = (one: { weekday: number }): string => weekdayName(one.weekday, 'long');
  return m.trends_weekdays_summary({ ...means, high: name(found.high), low: name(found.low) });
}

/** The highest and the lowest time of the day, or that they are close together. */
export function partSentence(parts: Trends['dayParts']): string {
  const found = ends(parts);
  if (!found) return '';
  const said = ({ part }: { part: Part }): string => inside[part]?.() ?? part;
  const means = { highMean: points(found.high.mean), lowMean: points(found.low.mean) };
  if (means.highMean === means.lowMean) return m.trends_parts_same(means);
  if (found.high.mean - found.low.mean < CLOSE) return m.trends_parts_close(means);
  return m.trends_parts_summary({ ...means, high: said(found.high), low: said(found.low) });
}

/** Whether there is something to compare. */
export const rhythmSays = (all: { mean: number | null }[]): boolean =>
  all.filter(({ mean }) => mean !== null).length > 1;
