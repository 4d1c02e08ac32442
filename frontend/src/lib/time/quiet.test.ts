import { describe, expect, it } from 'vitest';
import { insideQuiet } from './quiet';

const at = (hour: number, minute = 0): number => hour * 60 + minute;

describe('quiet hours', () => {
  it.each([
    ['begin at their first minute', at(22), true],
    ['hold over midnight', at(0), true],
    ['hold in the small hours', at(6, 59), true],
    ['end with their last minute', at(7), false],
    ['leave the day alone', at(12), false],
  ])('from 22:00 to 07:00 %s', (_, minute, inside) => {
    expect(insideQuiet(minute, at(22), at(7))).toBe(inside);
  });

  it('may lie within one day', () => {
    expect(insideQuiet(at(13), at(13), at(14))).toBe(true);
    expect(insideQuiet(at(14), at(13), at(14))).toBe(false);
    expect(insideQuiet(at(1), at(13), at(14))).toBe(false);
  });

  it('are off without both ends, and when the ends are the same', () => {
    expect(insideQuiet(at(1), null, at(7))).toBe(false);
    expect(insideQuiet(at(1), at(22), null)).toBe(false);
    expect(insideQuiet(at(1), at(1), at(1))).toBe(false);
  });
});
