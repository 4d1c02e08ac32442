import { formatDay, formatNumber, m } from '$lib/i18n';
import type { Questionnaire } from './instruments';
import { changeOf, totalOf, type Filled } from './totals';

export const longDate = (day: string): string => formatDay(day, { day: 'numeric', month: 'long', year: 'numeric' });

/** "7 points lower than on 3 May: within the usual wobble of less than 6 points." */
export function changeText(now: Filled, before: Filled, { reliableChange }: Questionnaire): string {
  const { points, wobble } = changeOf(totalOf(now), totalOf(before), reliableChange);
  const date = longDate(before.day);
  if (points === 0) return m.screening_same({ date });
  const count = Math.abs(points);
  const said = { count, number: formatNumber(count), date, band: formatNumber(reliableChange) };
  if (wobble) return points < 0 ? m.screening_lower_within(said) : m.screening_higher_within(said);
  return points < 0 ? m.screening_lower_beyond(said) : m.screening_higher_beyond(said);
}

/** "On 3 May: 7 of 24." */
export const latestText = (newest: Filled, { highest }: Questionnaire): string =>
  m.screening_latest({ date: longDate(newest.day), total: formatNumber(totalOf(newest)), highest: formatNumber(highest) });
