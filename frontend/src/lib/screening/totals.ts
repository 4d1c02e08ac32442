import { addDays } from '$lib/time/day';

/** What the rules about questionnaires look at. */
export interface Filled {
  id: string;
  instrument: string;
  day: string;
  at: number;
  answers: readonly number[];
}

/** The questionnaires ask about two weeks, so that is how long the next one waits. */
export const FORTNIGHT = 14;

export const totalOf = ({ answers }: Pick<Filled, 'answers'>): number => answers.reduce((sum, answer) => sum + answer, 0);

/** One questionnaire's, the oldest first. */
export const ofInstrument = <T extends Filled>(filled: Iterable<T>, instrument: string): T[] =>
  [...filled].filter((one) => one.instrument === instrument).sort((a, b) => a.at - b.at);

/** From which day on it may be filled in again; nothing before the first time. */
export const nextOn = (newest: Pick<Filled, 'day'> | undefined): string | undefined =>
  newest && addDays(newest.day, FORTNIGHT);

/** Which of the chosen questionnaires wait to be filled in today. */
export function due(chosen: readonly string[], filled: readonly Filled[], today: string): string[] {
  return chosen.filter((instrument) => (nextOn(ofInstrument(filled, instrument).at(-1)) ?? today) <= today);
}

export interface Change {
  /** Since the one before, in points; negative = lower. */
  points: number;
  /** Smaller than what counts as a change. */
  wobble: boolean;
}

/** How a total differs from an earlier one, against the reliable change. */
export function changeOf(now: number, before: number, reliable: number): Change {
  const points = now - before;
  return { points, wobble: Math.abs(points) < reliable };
}

/** The totals that differ from this one by no more than the usual wobble. */
export const bandAround = (total: number, reliable: number, highest: number): { low: number; high: number } => ({
  low: Math.max(0, total - reliable + 1),
  high: Math.min(highest, total + reliable - 1),
});
