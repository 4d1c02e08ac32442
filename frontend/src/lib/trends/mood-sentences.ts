import type { Trends } from '$lib/api/types';
import { nearestLevel } from '$lib/charts/scale';
import { usualLevel } from '$lib/charts/pixel-grid';
import { formatNumber, m, moodWord } from '$lib/i18n';
import { change, longDay, points, weekDay } from './words';

/** "You checked in on 64 of 90 days. On average: 3.4 of 5, near "Okay"." */
export function moodSentence({ summary }: Trends, days: number): string {
  const now = summary.mean ?? 3;
  const said = { days: formatNumber(summary.days), total: formatNumber(days), mean: points(now) };
  const first = m.trends_mood_summary({ ...said, word: moodWord(nearestLevel(now)) });
  if (summary.meanBefore === null) return first;
  return `${first} ${m.trends_mood_before({ total: formatNumber(days), mean: points(summary.meanBefore) })}`;
}

/** Whether mood went up or down, with the slope; or what is still missing before that can be said. */
export function trendSentence({ days, needs, slope, called }: Trends['trend'], total: number): string {
  const number = formatNumber(days);
  if (total < needs) return m.trends_trend_short({ needed: formatNumber(needs) });
  if (slope === null) return m.trends_trend_early({ days: number, needed: formatNumber(needs) });
  if (!called) return m.trends_trend_none({ days: number, points: change(slope) });
  const said = { days: number, points: formatNumber(Math.abs(slope), { maximumFractionDigits: 2 }) };
  return slope > 0 ? m.trends_trend_up(said) : m.trends_trend_down(said);
}

/** "Around 17 December your average changed: 3.1 in the 40 days before, 3.6 in the 52 days after." */
export const changeSentence = ({ on, before, after, daysBefore, daysAfter }: Trends['changes'][number]): string =>
  m.trends_change({
    day: longDay(on),
    before: points(before),
    after: points(after),
    daysBefore: formatNumber(daysBefore),
    daysAfter: formatNumber(daysAfter),
  });

/** How often each level of mood came. */
export function pixelSentence(mood: Trends['mood'], days: number): string {
  const usual = usualLevel(mood);
  return m.trends_pixels_summary({
    count: mood.length,
    number: formatNumber(mood.length),
    total: formatNumber(days),
    word: moodWord(usual?.level ?? 3),
    usual: formatNumber(usual?.days ?? 0),
  });
}

/** What the mood line has of each day, in a line: the mean, its spread, the 7-day mean, what happened. */
export function dayReader(trends: Trends, marks: { day: string; icon: string; text: string }[]): (day: string) => string {
  const moods = new Map(trends.mood.map((found) => [found.day, found]));
  const weeks = new Map(trends.weekMean.map((found) => [found.day, found.mean]));
  return (day) => {
    const mood = moods.get(day);
    const week = weeks.get(day);
    const name = weekDay(day);
    const said: string[] = [mood ? m.trends_read_day({ day: name, mean: points(mood.mean) }) : m.trends_read_none({ day: name })];
    if (mood && mood.high > mood.low) said.push(m.trends_read_spread({ low: points(mood.low), high: points(mood.high) }));
    if (week !== undefined) said.push(m.trends_read_week({ mean: points(week) }));
    for (const mark of marks) if (mark.day === day) said.push(`${mark.icon} ${mark.text}`);
    return said.join(', ');
  };
}
