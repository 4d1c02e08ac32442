import { daysBetween, xOf, yOf, type Frame, type Mean } from './scale';

const short = (value: number): string => String(Math.round(value * 100) / 100);
const place = (frame: Frame, point: Mean): string =>
  `${short(xOf(frame, point.day))} ${short(yOf(frame, point.mean))}`;

const inside = (frame: Frame, points: Mean[]): Mean[] =>
  points.filter(({ day }) => day >= frame.from && day <= frame.to);

/** Runs of days without a day missing between them. */
export function runs(points: Mean[]): Mean[][] {
  const found: Mean[][] = [];
  for (const point of points) {
    const run = found.at(-1);
    const last = run?.at(-1);
    if (run && last && daysBetween(last.day, point.day) === 1) run.push(point);
    else found.push([point]);
  }
  return found;
}

/** An SVG path through the points, the oldest first; where days are missing the line stops. */
export const linePath = (frame: Frame, points: Mean[]): string =>
  runs(inside(frame, points))
    .map((run) =>
      run.length === 1 ? `M${place(frame, run[0]!)}h0` : `M${run.map((point) => place(frame, point)).join('L')}`,
    )
    .join('');

/** An SVG path of strokes without length: round line ends make them dots of any size. */
export const dotsPath = (frame: Frame, points: Mean[]): string =>
  inside(frame, points)
    .map((point) => `M${place(frame, point)}h0`)
    .join('');
