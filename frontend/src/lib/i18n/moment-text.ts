import { wallClock } from '$lib/time/day';
import { m } from '../../paraglide/messages';
import { formatDay, formatTime } from './format';

const DAY_MS = 86_400_000;

/** "today, 09:00", "tomorrow, 09:00", "Friday, 09:00" or "3 December, 09:00" of an instant in a zone. */
export function momentText(at: number, now: number, zone: string): string {
  const { date } = wallClock(at, zone);
  const days = (Date.parse(date) - Date.parse(wallClock(now, zone).date)) / DAY_MS;
  const time = formatTime(at, zone);
  if (days === 0) return m.moment_today({ time });
  if (days === 1) return m.moment_tomorrow({ time });
  if (days === -1) return m.moment_yesterday({ time });
  const options = days > 1 && days < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' };
  return m.moment_day({ day: formatDay(date, options as Intl.DateTimeFormatOptions), time });
}
