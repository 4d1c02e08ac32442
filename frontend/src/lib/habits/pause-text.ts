import type { Pause } from '$lib/db/model';
import { formatDay, m } from '$lib/i18n';

const short = (day: string): string => formatDay(day, { day: 'numeric', month: 'short', year: 'numeric' });

/** "3 Dec 2026 to 8 Dec 2026", "Since 3 Dec 2026, until you end it". */
export function pauseText({ firstDay, lastDay }: Pause, today: string): string {
  const from = short(firstDay);
  if (lastDay === firstDay) return from;
  if (lastDay) return m.pause_range({ from, to: short(lastDay) });
  return firstDay <= today ? m.pause_since({ from }) : m.pause_from({ from });
}

/** "Paused until 8 December". */
export const pausedText = ({ lastDay }: Pause): string =>
  lastDay ? m.pause_now_until({ to: formatDay(lastDay, { day: 'numeric', month: 'long' }) }) : m.pause_now();
