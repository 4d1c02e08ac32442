import { describe, expect, it } from 'vitest';
import { minuteOf, wallTime } from './wall';

describe('wall time', () => {
  it.each([
    ['00:00', 0],
    ['07:30', 450],
    ['23:59', 1439],
  ])('%s is minute %i, and back', (text, minute) => {
    expect(minuteOf(text)).toBe(minute);
    expect(wallTime(minute)).toBe(text);
  });

  it.each(['', '24:00', '7:30', '07:60'])('%j is no time', (text) => {
    expect(minuteOf(text)).toBeUndefined();
  });
});
