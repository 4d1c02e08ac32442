import { daysBetween, xOf, yOf, type Frame, type Mean, type Spread } from './scale';

const short = (value: number): string => String(Math.round(value * 100) / 100);
const place = (frame: Frame, point: Mean): string =>
  `${short(xOf(frame, point.day))} ${short(yOf(frame, point.mean))}`;

const inside = <T extends { day: string }>(frame: Frame, points: T[]): T[] =>
  points.filter(({ day }) => day >= frame.from && day <= frame.to);

/** Runs of points that are at most `step` days apart: with 1, no day is missing between them. */
export function runs<T extends { day: string }>(points: T[], step = 1): T[][] {
  const found: T[][] = [];
  for (const point of points) {
    const run = found.at(-1);
    const last = run?.at(-1);
    if (run && last && daysBetween(last.day, point.day) <= step) run.push(point);
    else found.push([point]);
  }
  return found;
}

/** An SVG path through the points, the oldest first; where days are missing the line stops. */
export const linePath = (frame: Frame, points: Mean[], step = 1): string =>
  runs(inside(frame, points), step)
    .map((run) =>
      run.length === 1 ? `M${place(frame, run[0]!)}h0` : `M${run.map((point) => place(frame, point)).join('L')}`,
    )
    .join('');

/** An SVG path of strokes without length: round line ends make them dots of any size. */
export const dotsPath = (frame: Frame, points: Mean[]): string =>
  inside(frame, points)
    .map((point) => `M${place(frame, point)}h0`)
    .join('');

/** A closed SVG path from the highest values to the lowest and back; a lonely day has no area. */
export const bandPath = (frame: Frame, spreads: Spread[]): string =>
  runs(inside(frame, spreads))
    .filter((run) => run.length > 1)
    .map((run) => {
      const above = run.map(({ day, high }) => place(frame, { day, mean: high }));
      const below = run.map(({ day, low }) => place(frame, { day, mean: low })).reverse();
      return `M${[...above, ...below].join('L')}Z`;
    })
    .join('');

/** An SVG path of shares from 0 to 1, from the bottom of the frame to its top. */
export const sharePath = (frame: Frame, points: { day: string; value: number }[]): string =>
  inside(frame, points)
    .map(({ day, value }, index) => `${index ? 'L' : 'M'}${short(xOf(frame, day))} ${short((1 - value) * frame.height)}`)
    .join('');
