import type { MoodLevel } from '$lib/db/model';

export interface Choice {
  level: number;
  /** The own name; empty for one of the five standard faces. */
  word: string;
}

/** What can be tapped, the lowest mood first: the person's own scale, else the five faces. */
export const choicesOf = (scale: MoodLevel[] = []): Choice[] =>
  scale.length
    ? scale.map(({ name, level }) => ({ level, word: name })).reverse()
    : [1, 2, 3, 4, 5].map((level) => ({ level, word: '' }));
