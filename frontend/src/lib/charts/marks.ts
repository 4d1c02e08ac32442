import { daysBetween, type Frame } from './scale';

/** Something that happened, or is due, on a day of a chart. */
export interface Mark {
  key: string;
  day: string;
  /** The last day of something that lasts. */
  endsOn?: string | null;
  icon: string;
  text: string;
}

export interface Flag {
  key: string;
  /** Where it stands, from 0 at the start of the line to 100 at its end. */
  at: number;
  icon: string;
  /** How many marks stand so close together that they share this place. */
  count: number;
}

/** How near two flags may stand, in hundredths of the line. */
const NEAR = 7;

const share = (frame: Frame, day: string): number =>
  ((daysBetween(frame.from, day) + 0.5) / (daysBetween(frame.from, frame.to) + 1)) * 100;

const byDay = (a: Mark, b: Mark): number => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);

/** The marks of a range, the oldest first; what began before it and lasts into it counts. */
export const marksWithin = (marks: Mark[], from: string, to: string): Mark[] =>
  marks.filter(({ day, endsOn }) => day <= to && (endsOn ?? day) >= from).sort(byDay);

/** One flag for each place; marks that would cover each other share one. */
export function flags(frame: Frame, marks: Mark[]): Flag[] {
  const found: Flag[] = [];
  for (const { key, day, icon } of marks) {
    const at = Math.max(0, share(frame, day));
    const near = found.at(-1);
    if (near && at - near.at < NEAR) near.count += 1;
    else found.push({ key, at, icon, count: 1 });
  }
  return found;
}

/** Days of what lasts, as a stretch in hundredths of the line. */
export const stretches = (frame: Frame, marks: Mark[]): { key: string; at: number; width: number }[] =>
  marks
    .filter(({ day, endsOn }) => endsOn && endsOn > day)
    .map(({ key, day, endsOn }) => {
      const half = 50 / (daysBetween(frame.from, frame.to) + 1);
      const at = Math.max(0, share(frame, day) - half);
      return { key, at, width: Math.min(100, share(frame, endsOn!) + half) - at };
    });
