import { addDays, wallClock } from '$lib/time/day';
import { minuteOf } from '$lib/time/wall';

/** The instant at which a zone's clock shows that date and minute; a minute that is skipped in spring gives the one after the gap. */
function instantOf(date: string, minute: number, zone: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minute * 60_000;
  const shownAt = (at: number): number => {
    const clock = wallClock(at, zone);
    return Date.parse(`${clock.date}T00:00:00Z`) + (clock.hour * 60 + clock.minute) * 60_000;
  };
  const near = wanted - (shownAt(wanted) - wanted);
  return near + (wanted - shownAt(near));
}

/** The instant of a wall time "HH:MM" within a personal day: hours before its start are those of the night after. */
export function instantWithin(day: string, time: string, zone: string, dayStartsAt: number): number | undefined {
  const minute = minuteOf(time);
  if (minute === undefined) return undefined;
  return instantOf(minute < dayStartsAt * 60 ? addDays(day, 1) : day, minute, zone);
}
