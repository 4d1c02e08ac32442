import { describe, expect, it } from 'vitest';
import { personalDay } from '$lib/time/day';
import { instantWithin } from './time';

const iso = (day: string, time: string, zone = 'Europe/Berlin', start = 3): string =>
  new Date(instantWithin(day, time, zone, start) ?? NaN).toISOString();

describe('a time within a personal day', () => {
  it('is that of the zone, in winter and in summer', () => {
    expect(iso('2026-11-24', '14:05')).toBe('2026-11-24T13:05:00.000Z');
    expect(iso('2026-07-01', '14:05')).toBe('2026-07-01T12:05:00.000Z');
    expect(iso('2026-11-24', '14:05', 'Pacific/Kiritimati')).toBe('2026-11-24T00:05:00.000Z');
  });

  it('belongs to the night after when it is before the start of the day', () => {
    expect(iso('2026-11-24', '01:30')).toBe('2026-11-25T00:30:00.000Z');
    const at = instantWithin('2026-11-24', '01:30', 'Europe/Berlin', 3) ?? 0;
    expect(personalDay(at, 'Europe/Berlin', 3)).toBe('2026-11-24');
  });

  it('finds an instant in the hour that clocks skip, and on the day that clocks go back', () => {
    expect(iso('2026-03-29', '02:30', 'Europe/Berlin', 0)).toMatch(/^2026-03-29T0[01]:30/);
    expect(iso('2026-10-25', '12:00')).toBe('2026-10-25T11:00:00.000Z');
  });

  it('is none when nothing was given', () => {
    expect(instantWithin('2026-11-24', '', 'Europe/Berlin', 3)).toBeUndefined();
  });
});
