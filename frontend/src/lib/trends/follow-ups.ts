import type { Trends } from '$lib/api/types';
import { formatNumber, m } from '$lib/i18n';
import { fullDay, points } from './words';

type Event = Trends['events'][number];

/** A stretch of 30 days around an event. */
export interface Look {
  key: string;
  title: string;
  /** In the middle of a sentence: "after 6 months". */
  when: string;
  mean: number | null;
  /** How many days of data there are, or when it will be. */
  days: string;
  ahead: boolean;
}

const daysText = (state: string, days: number, of: number, on: string): string => {
  const said = { days: formatNumber(days), of: formatNumber(of) };
  if (state === 'ahead') return m.trends_follow_ahead({ day: fullDay(on) });
  return state === 'now' ? m.trends_follow_now(said) : m.trends_follow_of(said);
};

/** Before the event and at each follow-up, in order of time. */
export function looksOf({ before, followUps }: Event): Look[] {
  const first = { key: 'before', title: m.trends_follow_before(), when: '', mean: before.mean, ahead: false };
  const later = [...followUps]
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .map(({ months, on, state, mean, days, of }) => ({
      key: `${months ?? 'own'}`,
      title: months === null ? m.trends_follow_own() : m.trends_follow_months({ months: formatNumber(months) }),
      when: months === null ? m.trends_follow_in_own() : m.trends_follow_in_months({ months: formatNumber(months) }),
      mean,
      days: daysText(state, days, of, on),
      ahead: state === 'ahead',
    }));
  return [{ ...first, days: daysText('past', before.days, before.of, '') }, ...later];
}

/** The mean before, and that of the newest follow-up that has one. */
export function followSentence(name: string, looks: Look[]): string {
  const [before, ...later] = looks;
  const newest = later.findLast(({ mean }) => mean !== null);
  if (!before || before.mean === null || !newest || newest.mean === null) return m.trends_follow_waiting({ name });
  return m.trends_follow_summary({ name, before: points(before.mean), after: points(newest.mean), when: newest.when });
}
