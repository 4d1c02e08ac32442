const WALL = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes of the local day of "07:30"; nothing for any other text. */
export function minuteOf(time: string): number | undefined {
  const found = WALL.exec(time);
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined;
}

/** "07:30" of the minutes of the local day. */
export const wallTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
