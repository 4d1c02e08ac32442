/** A moment or level has one place in the drawing: x grows with the days, y is smaller for better moods. */
export interface Frame {
  from: string;
  to: string;
  width: number;
  height: number;
}

export interface Mean {
  day: string;
  mean: number;
}

/** The lowest and the highest of some moods. */
export interface Spread {
  day: string;
  low: number;
  high: number;
}

/** Beyond so many days a dot for each would cover the line. */
export const MOST_DOTS = 400;

export const LEVELS = [5, 4, 3, 2, 1] as const;

const DAY_MS = 86_400_000;

/** How many days lie between two dates; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** The middle of a day's column. */
export const xOf = (frame: Frame, day: string): number =>
  ((daysBetween(frame.from, day) + 0.5) / (daysBetween(frame.from, frame.to) + 1)) * frame.width;

/** Each of the five levels has a row of its own; a level lies in the middle of its row. */
export const yOf = (frame: Frame, level: number): number => ((5.5 - level) / 5) * frame.height;

/** The level from 1 to 5 that a mean is nearest to. */
export const nearestLevel = (mean: number): number => Math.min(5, Math.max(1, Math.round(mean)));
