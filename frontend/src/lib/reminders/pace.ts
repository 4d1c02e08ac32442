import type { Reminder } from '$lib/api/types';
import { m } from '$lib/i18n';
import { formatNumber } from '$lib/i18n/format';

const EVERY_OTHER_DAY = 3;
const WEEKLY = 7;
const STOP = 14;

/** Why a reminder comes less often than planned; empty when it does not. */
export function paceText({ ignored, stopped }: Pick<Reminder, 'ignored' | 'stopped'>): string {
  if (stopped) return m.reminder_stopped({ number: formatNumber(STOP) });
  if (ignored >= WEEKLY) return m.reminder_weekly();
  return ignored >= EVERY_OTHER_DAY ? m.reminder_every_other_day() : '';
}
