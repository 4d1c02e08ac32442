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
  changed: m.log_silent_changed,
};
const expired: Record<string, () => string> = {
  too_late: m.log_too_late,
};
const failed: Record<string, () => string> = {
  no_device: m.log_no_device,
  gone: m.log_no_device,
  mail_waiting: m.log_mail_waiting,
  mail_failed: m.log_mail_failed,
  key_mismatch: m.log_key_mismatch,
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
      return (expired[reason] ?? m.log_expired)();
    case 'failed':
      return (failed[reason] ?? m.log_failed)();
    case 'waiting':
      return m.log_waiting();
  }
}

function sentText(line: LogLine, sent: string, clock: Clock): string {
  const devices = labels(line, 'sent');
  const missed = labels(line, 'dead');
  const text = reachedText(line.shownAt === null ? '' : clock(line.shownAt), sent, devices);
  return missed ? `${text} ${m.log_missed({ devices: missed })}` : text;
}

function reachedText(shown: string, sent: string, devices: string): string {
  if (shown) return devices ? m.log_shown_on({ sent, shown, devices }) : m.log_shown({ sent, shown });
  return devices ? m.log_sent_to({ sent, devices }) : m.log_sent({ sent });
}

const labels = ({ devices }: LogLine, status: string): string =>
  formatList(devices.filter((device) => device.status === status && device.label).map(({ label }) => label));
