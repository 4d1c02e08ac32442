import { describe, expect, it } from 'vitest';
import { addMonths, dayWithin, monthWeeks } from './calendar';

describe('a month in weeks', () => {
  it('has every day once, under its weekday', () => {
    const weeks = monthWeeks('2026-11', 0);
    expect(weeks.flat().filter(Boolean)).toHaveLength(30);
    // 1 November 2026 is a Sunday.
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01']);
    expect(weeks).toHaveLength(6);
  });

  it('begins on the day that the person chose', () => {
    expect(monthWeeks('2026-11', 6)[0]![0]).toBe('2026-11-01');
    expect(monthWeeks('2027-02', 0)).toHaveLength(4);
  });

  it('counts months over the turn of the year', () => {
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(addMonths('2026-11', 3)).toBe('2027-02');
  });
});

describe('a day from an address', () => {
  const today = '2026-11-24';
  it('is taken within the last year', () => {
    expect(dayWithin('2026-11-24', today)).toBe('2026-11-24');
    expect(dayWithin('2025-11-24', today)).toBe('2025-11-24');
  });

  it('is refused otherwise', () => {
    for (const text of [undefined, '', 'x', '2025-11-23', '2026-11-25', '2026-13-01', '2026-1-1']) {
      expect(dayWithin(text, today)).toBeUndefined();
    }
  });
});
