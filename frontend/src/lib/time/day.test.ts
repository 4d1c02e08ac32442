import { describe, expect, it } from 'vitest';
import { addDays, isScheduled, lastDays, personalDay, weekdayOf } from './day';

const at = (text: string): number => Date.parse(text);

describe('the personal day', () => {
  it('is still yesterday before the day starts', () => {
    expect(personalDay(at('2026-11-24T01:30:00Z'), 'UTC', 3)).toBe('2026-11-23');
    expect(personalDay(at('2026-11-24T03:00:00Z'), 'UTC', 3)).toBe('2026-11-24');
  });

  it('follows the wall clock of the zone, not of UTC', () => {
    expect(personalDay(at('2026-11-23T23:30:00Z'), 'Pacific/Auckland', 3)).toBe('2026-11-24');
    expect(personalDay(at('2026-11-24T05:00:00Z'), 'America/Los_Angeles', 0)).toBe('2026-11-23');
  });

  it('starts at the same wall time on days with a changed offset', () => {
    expect(personalDay(at('2026-03-29T00:59:00Z'), 'Europe/Berlin', 3)).toBe('2026-03-28');
    expect(personalDay(at('2026-03-29T01:00:00Z'), 'Europe/Berlin', 3)).toBe('2026-03-29');
    expect(personalDay(at('2026-10-25T01:59:00Z'), 'Europe/Berlin', 3)).toBe('2026-10-24');
    expect(personalDay(at('2026-10-25T02:00:00Z'), 'Europe/Berlin', 3)).toBe('2026-10-25');
  });

  it('follows the person over the date line, forwards and back, without a day of its own', () => {
    const noon = at('2026-11-24T22:00:00Z');
    expect(personalDay(noon, 'Pacific/Auckland', 3)).toBe('2026-11-25');
    // Nine hours later in Honolulu it is the evening of the day before: the same date is asked again.
    expect(personalDay(noon + 9 * 3_600_000, 'Pacific/Honolulu', 3)).toBe('2026-11-24');
    expect(personalDay(noon + 24 * 3_600_000, 'Pacific/Honolulu', 3)).toBe('2026-11-25');
  });

  it('turns at three in the morning, not at midnight', () => {
    const days = ['22:59', '23:00', '01:59', '02:00'].map((time, index) =>
      personalDay(at(`2026-11-${index < 2 ? 24 : 25}T${time}:00Z`), 'Europe/Berlin', 3),
    );
    expect(days).toEqual(['2026-11-24', '2026-11-24', '2026-11-24', '2026-11-25']);
  });

  it('reads midnight as hour 0', () => {
    expect(personalDay(at('2026-11-24T00:00:00Z'), 'UTC', 0)).toBe('2026-11-24');
  });
});

describe('days', () => {
  it('count over months and leap years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(lastDays('2026-03-01', 3)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });

  it('know their weekday, Monday first', () => {
    expect(weekdayOf('2026-11-23')).toBe(0);
    expect(weekdayOf('2026-11-29')).toBe(6);
    expect(isScheduled(0b0010101, '2026-11-25')).toBe(true);
    expect(isScheduled(0b0010101, '2026-11-24')).toBe(false);
  });
});
