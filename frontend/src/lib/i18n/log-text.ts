import type { LogLine } from '$lib/api/types';
import { m } from '../../paraglide/messages';
import { formatList } from './format';

type Clock = (at: number) => string;

const silent: Record<string, () => string> = {
  done: m.log_silent_done,
  skipped: m.log_silent_skipped,
  paused: m.log_silent_paused,
  gone: m.log_silent_gone,
  ignored: m.log_silent_ignored,
  limit: m.log_silent_limit,
};

/** What became of a reminder, in a plain sentence; `clock` writes an instant as a time of day. */
export function logText(line: LogLine, clock: Clock): string {
  const reason = (line.reason ?? '').replaceAll('-', '_');
  switch (line.state) {
    case 'sent':
      if (reason === 'mailed') return m.log_mailed();
      return line.sentAt === null ? m.log_sent_unknown() : sentText(line, clock(line.sentAt), clock);
    case 'grouped':
      return m.log_grouped();
    case 'silent':
      return (silent[reason] ?? m.log_silent)();
    case 'expired':
      return m.log_expired();
    case 'failed':
      if (reason === 'mail_waiting') return m.log_mail_waiting();
      return reason === 'no_device' ? m.log_no_device() : m.log_failed();
    case 'waiting':
      return m.log_waiting();
  }
}

function sentText(line: LogLine, sent: string, clock: Clock): string {
  const reached = line.devices.filter((device) => device.status === 'sent' && device.label);
  const devices = formatList(reached.map((device) => device.label));
  if (line.shownAt !== null) {
    const shown = clock(line.shownAt);
    return devices ? m.log_shown_on({ sent, shown, devices }) : m.log_shown({ sent, shown });
  }
  return devices ? m.log_sent_to({ sent, devices }) : m.log_sent({ sent });
}
