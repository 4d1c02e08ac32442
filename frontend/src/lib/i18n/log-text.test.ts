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
/** The reasons that the server gives, by state; each has words of its own. */
const reasons = {
  sent: ['mailed'],
  silent: ['done', 'skipped', 'paused', 'gone', 'ignored', 'limit', 'changed'],
  expired: ['too_late'],
  failed: ['no_device', 'mail_waiting', 'mail_failed', 'key_mismatch'],
} as const;

describe.each(['en', 'de'] as const)('the delivery log in %s', (locale) => {
  it('has a sentence for every state, also with a reason that is new to it', () => {
    useLanguage(locale);
    const texts = states.map((state) => logText(line({ state }), clock));
    expect(new Set(texts).size).toBe(states.length);
    for (const state of states) expect(logText(line({ state, reason: 'other' }), clock)).toMatch(/\.$/);
  });

  it.each(Object.entries(reasons))('says why for each reason of %s', (state, known) => {
    useLanguage(locale);
    const text = (reason: string | null) => logText(line({ state: state as LogLine['state'], reason }), clock);
    const texts = known.map(text);
    for (const found of texts) expect(found).toMatch(/\.$/);
    expect(new Set([text(null), ...texts]).size).toBe(known.length + 1);
  });

  it('names the devices that it did not reach', () => {
    useLanguage(locale);
    const gone = { label: 'Firefox · Linux', status: 'dead', at: null } as const;
    const text = logText(line({ sentAt: 1, devices: [phone, gone] }), clock);
    expect(text).toMatch(/Chrome on Android\..*Firefox · Linux\.$/);
  });

  it('says when it was sent, when it was shown and where', () => {
    useLanguage(locale);
    const text = logText(line({ sentAt: 1, shownAt: 2, devices: [phone] }), clock);
    for (const part of ['09:00:01', '09:00:02', 'Chrome on Android']) expect(text).toContain(part);
  });
});
