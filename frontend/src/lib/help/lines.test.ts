import { describe, expect, it } from 'vitest';
import file from '../../../../backend/safety/lines.json';
import { helpFor, isTrusted, telOf, type CrisisLines } from './lines';

const DAY = 86_400_000;
const line = {
  name: 'A line',
  phone: '0800 111 0 111',
  url: 'https://line.example',
  sourceUrl: 'https://source.example',
  verifiedOn: '2026-11-20',
};
const lines: CrisisLines = {
  countries: { DE: { emergency: '112', lines: [line, { ...line, name: 'Older', verifiedOn: '2026-05-01' }] } },
  fallback: { emergency: '112', url: 'https://directory.example' },
};
const at = (date: string): number => Date.parse(`${date}T12:00:00Z`);

describe('crisis lines', () => {
  it('are hidden once their check is more than 180 days old', () => {
    const checked = Date.parse('2026-11-20T00:00:00Z');
    expect(isTrusted(line, checked + 180 * DAY)).toBe(true);
    expect(isTrusted(line, checked + 180 * DAY + 1)).toBe(false);
    expect(isTrusted({ ...line, verifiedOn: 'soon' }, checked)).toBe(false);
  });

  it('leave only the fresh ones of a country', () => {
    expect(helpFor('DE', at('2026-11-24'), lines).lines.map(({ name }) => name)).toEqual(['A line']);
  });

  it('leave the emergency number alone when all are old', () => {
    expect(helpFor('DE', at('2028-01-01'), lines)).toMatchObject({ emergency: '112', known: true, lines: [] });
  });

  it('fall back to a common number and a directory for a country we do not know', () => {
    for (const country of ['', 'XX', 'toString', 'constructor'])
      expect(helpFor(country, at('2026-11-24'), lines)).toEqual({
        emergency: '112',
        known: false,
        lines: [],
        directory: 'https://directory.example',
      });
  });

  it('give a number that a phone can call', () => {
    expect(telOf('0800 111 0 111')).toBe('tel:08001110111');
    expect(telOf('+44 (20) 123')).toBe('tel:+4420123');
  });
});

describe('the file of crisis lines', () => {
  it('has for every line a number, pages over https, and notes in both languages', () => {
    for (const { emergency, lines } of Object.values(file.countries)) {
      expect(telOf(emergency)).toMatch(/^tel:\d{3}$/);
      for (const found of lines) {
        expect(telOf(found.phone)).toMatch(/^tel:\d{3,}$/);
        expect([found.url, found.sourceUrl].every((url) => url.startsWith('https://'))).toBe(true);
        expect(found.verifiedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(found.note.en && found.note.de).toBeTruthy();
      }
    }
  });
});
