import type { Trends } from '$lib/api/types';
import { formatList, formatNumber, formatPercent, m } from '$lib/i18n';
import { emotionWord } from '$lib/mood/emotion-words';
import type { Scale } from '$lib/mood/parts';
import { partTitle, scaleEnds } from '$lib/mood/scale-words';
import { points } from './words';

const NAMED = 3;

export interface NamedFactor {
  name: string;
  days: number;
  mean: number;
  meanWithout: number | null;
}

/** The factor that came most often, with the mood of its days and of the others. */
export function factorSentence([first]: NamedFactor[]): string {
  if (!first) return '';
  const said = { name: first.name, days: formatNumber(first.days), mean: points(first.mean) };
  if (first.meanWithout === null) return m.trends_factors_summary_all(said);
  return m.trends_factors_summary({ ...said, without: points(first.meanWithout) });
}

/** The three feelings that were chosen most. */
export const emotionSentence = (emotions: Trends['emotions']): string =>
  m.trends_emotions_summary({
    words: formatList(
      emotions.slice(0, NAMED).map(({ key, count }) => m.trends_times({ word: emotionWord(key), number: formatNumber(count) })),
    ),
  });

export interface Rating {
  scale: Scale;
  days: { day: string; mean: number }[];
  mean: number;
}

/** The means of all ratings that have one. */
export const ratingsSentence = (ratings: Rating[]): string =>
  m.trends_ratings_summary({
    words: formatList(ratings.map(({ scale, mean }) => m.trends_rating({ word: partTitle(scale), mean: points(mean) }))),
  });

/** "Energy: 3.1 of 5 on average, from 1 (worn out) to 5 (full of energy)." */
export const ratingSentence = ({ scale, mean }: Rating): string =>
  m.trends_rating_line({
    word: partTitle(scale),
    mean: points(mean),
    low: scaleEnds[scale].low(),
    high: scaleEnds[scale].high(),
  });

const SEEN = 0.005; // below, a strength is written as 0%

/** The habit with the greatest strength, once one has any. */
export function habitSentence(habits: { name: string; strength: number }[]): string {
  const [strongest] = [...habits].sort((a, b) => b.strength - a.strength);
  return strongest && strongest.strength >= SEEN ? m.trends_habits_summary({ name: strongest.name, percent: formatPercent(strongest.strength) }) : '';
}
