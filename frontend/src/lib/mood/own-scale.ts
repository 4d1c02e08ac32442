import type { MoodLevel } from '$lib/db/model';

export const FEWEST = 2;
export const MOST = 10;
export const LONGEST_NAME = 24;

export type ScaleProblem = 'few' | 'many' | 'empty' | 'twice';

/** Why a scale cannot be used yet; nothing for a good one. */
export function scaleProblem(scale: MoodLevel[]): ScaleProblem | undefined {
  const names = scale.map(({ name }) => name.trim().toLocaleLowerCase());
  if (scale.length < FEWEST) return 'few';
  if (scale.length > MOST) return 'many';
  if (names.includes('')) return 'empty';
  return new Set(names).size < names.length ? 'twice' : undefined;
}

/** The scale as it is stored: trimmed names, cut to what fits. */
export const tidied = (scale: MoodLevel[]): MoodLevel[] =>
  scale.map(({ name, level }) => ({ name: name.trim().slice(0, LONGEST_NAME), level }));

/** The scale with one step moved up or down. */
export function swapped(scale: MoodLevel[], index: number, by: 1 | -1): MoodLevel[] {
  const next = [...scale];
  const [here, there] = [next[index], next[index + by]];
  if (here && there) [next[index], next[index + by]] = [there, here];
  return next;
}
