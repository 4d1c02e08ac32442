import { beforeAll, describe, expect, it, vi } from 'vitest';
import { blank } from '$lib/db/blank';

let fieldWord: typeof import('./words').fieldWord;
let valueText: typeof import('./words').valueText;
let followUpText: typeof import('$lib/mood/event-words').followUpText;
let useLanguage: (language: string) => void;

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  vi.stubGlobal('document', { documentElement: {} });
  const { locale } = await import('$lib/i18n');
  useLanguage = (language) => locale.use(language);
  ({ fieldWord, valueText } = await import('./words'));
  ({ followUpText } = await import('$lib/mood/event-words'));
});

describe('earlier versions in plain words', () => {
  it.each(['mood', 'entry', 'event', 'habit'] as const)('names every field of %s', (entity) => {
    useLanguage('en');
    for (const field of Object.keys(blank[entity])) expect(fieldWord(entity, field)).not.toBe('Detail');
  });

  it('says values as people would', () => {
    useLanguage('en');
    expect(valueText('mood', 'level', 4)).toBe('Good');
    expect(valueText('mood', 'anxiety', 2)).toBe('2 of 5');
    expect(valueText('mood', 'anxiety', null)).toBe('Nothing');
    expect(valueText('mood', 'emotions', ['calm', 'sad'])).toBe('Calm and Sad');
    expect(valueText('mood', 'factors', ['unknown'])).toBe('one that no longer exists');
    expect(valueText('mood', 'note', 'A quiet morning.')).toBe('A quiet morning.');
    expect(valueText('entry', 'value', 1)).toBe('Yes');
    expect(valueText('habit', 'weekdays', 127)).toBe('Every day');
    expect(valueText('habit', 'kind', 'avoid')).toBe('Leave out');
    expect(valueText('habit', 'groupId', null)).toBe('No group');
    expect(valueText('event', 'kind', 'holiday')).toBe('Holiday');
    expect(valueText('event', 'endsOn', null)).toBe('Nothing');
  });

  it('speaks German', () => {
    useLanguage('de');
    expect(fieldWord('mood', 'emotions')).toBe('Gefühle');
    expect(valueText('mood', 'emotions', [])).toBe('Nichts');
  });
});

it('a follow-up is today, tomorrow or in some days', () => {
  useLanguage('en');
  expect(followUpText('2026-11-24', '2026-11-24')).toBe('Follow-up today');
  expect(followUpText('2026-11-25', '2026-11-24')).toBe('Follow-up tomorrow');
  expect(followUpText('2026-12-06', '2026-11-24')).toBe('Follow-up in 12 days');
});
