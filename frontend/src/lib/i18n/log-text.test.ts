import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { LogLine } from '$lib/api/types';

let useLanguage: (language: string) => void;
let logText: typeof import('./log-text').logText;

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  vi.stubGlobal('document', { documentElement: {} });
  const { locale } = await import('./locale.svelte');
  useLanguage = (language) => locale.use(language);
  ({ logText } = await import('./log-text'));
});

const line = (fields: Partial<LogLine>): LogLine => ({
  dueAt: 0,
  time: '09:00',
  habitId: null,
  kind: 'scheduled',
  state: 'sent',
  reason: null,
  sentAt: null,
  shownAt: null,
  devices: [],
  ...fields,
});
const clock = (at: number): string => `09:00:0${at}`;
const phone = { label: 'Chrome on Android', status: 'sent', at: 1 } as const;
const states = ['sent', 'silent', 'expired', 'failed', 'grouped', 'waiting'] as const;
const reasons = [null, 'done', 'skipped', 'paused', 'gone', 'ignored', 'limit', 'no_device', 'mailed', 'mail_waiting', 'mail_failed', 'other'];

describe.each(['en', 'de'] as const)('the delivery log in %s', (locale) => {
  it('has a sentence for every state and reason', () => {
    useLanguage(locale);
    for (const state of states)
      for (const reason of reasons) expect(logText(line({ state, reason }), clock)).toMatch(/\.$/);
  });

  it('says when it was sent, when it was shown and where', () => {
    useLanguage(locale);
    const text = logText(line({ sentAt: 1, shownAt: 2, devices: [phone] }), clock);
    for (const part of ['09:00:01', '09:00:02', 'Chrome on Android']) expect(text).toContain(part);
  });
});
