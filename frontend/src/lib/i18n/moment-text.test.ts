import { beforeAll, describe, expect, it, vi } from 'vitest';

let useLanguage: (language: string) => void;
let momentText: typeof import('./moment-text').momentText;

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  vi.stubGlobal('navigator', { language: 'en-GB', languages: ['en-GB', 'de-DE'] });
  const { locale } = await import('./locale.svelte');
  useLanguage = (language) => locale.use(language);
  ({ momentText } = await import('./moment-text'));
});

const NOW = Date.parse('2026-11-24T22:30:00Z'); // 23:30 on Tuesday in Berlin
const cases = [
  ['2026-11-24T22:45:00Z', 'today, 23:45', 'heute, 23:45'],
  ['2026-11-25T08:00:00Z', 'tomorrow, 09:00', 'morgen, 09:00'],
  ['2026-11-23T08:00:00Z', 'yesterday, 09:00', 'gestern, 09:00'],
  ['2026-11-30T08:00:00Z', 'Monday, 09:00', 'Montag, 09:00'],
  ['2026-12-01T08:00:00Z', '1 December, 09:00', '1. Dezember, 09:00'],
  ['2026-11-20T08:00:00Z', '20 November, 09:00', '20. November, 09:00'],
] as const;

describe('an instant in words', () => {
  it.each(cases)('%s', (at, english, german) => {
    useLanguage('en');
    expect(momentText(Date.parse(at), NOW, 'Europe/Berlin')).toBe(english);
    useLanguage('de');
    expect(momentText(Date.parse(at), NOW, 'Europe/Berlin')).toBe(german);
  });

  it('goes by the date in the zone, also when the clocks change', () => {
    useLanguage('en');
    const saturday = Date.parse('2026-10-24T22:30:00Z'); // 00:30 on Sunday, a day of 25 hours
    expect(momentText(Date.parse('2026-10-25T22:45:00Z'), saturday, 'Europe/Berlin')).toBe('today, 23:45');
    expect(momentText(Date.parse('2026-10-25T23:15:00Z'), saturday, 'Europe/Berlin')).toBe('tomorrow, 00:15');
  });
});
