import type { MoodPart } from '$lib/db/model';

/** In the order in which they are shown. */
export const moodParts: MoodPart[] = ['emotions', 'energy', 'anxiety', 'confidence', 'sleep', 'factors', 'note'];
/** The parts that are a number from 1 to 5. */
export const scales = ['energy', 'anxiety', 'confidence', 'sleep'] as const;
export type Scale = (typeof scales)[number];

export type Filled = Partial<Record<Scale, number | null>> & {
  emotions?: string[];
  factors?: string[];
  note?: string;
};

export const isScale = (part: MoodPart): part is Scale => (scales as readonly string[]).includes(part);

/** Whether a mood says something in a part. */
export function says(mood: Filled, part: MoodPart): boolean {
  const value = mood[part];
  return typeof value === 'number' || (value?.length ?? 0) > 0;
}

/** The parts to show, in their fixed order: those that the person wants, and those with something in them. */
export const partsOf = (wanted: readonly string[], mood: Filled): MoodPart[] =>
  moodParts.filter((part) => wanted.includes(part) || says(mood, part));
