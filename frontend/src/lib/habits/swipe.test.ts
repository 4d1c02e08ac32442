import { describe, expect, it } from 'vitest';
import { swipeOf } from './swipe';

describe('a swipe', () => {
  it('follows the direction of reading', () => {
    expect(swipeOf(90, 5, 200, false)).toBe('previous');
    expect(swipeOf(-90, 5, 200, false)).toBe('next');
    expect(swipeOf(90, 5, 200, true)).toBe('next');
    expect(swipeOf(-90, 5, 200, true)).toBe('previous');
  });

  it('is neither a scroll, nor a tap, nor a slow drag', () => {
    expect(swipeOf(90, 60, 200, false)).toBeUndefined();
    expect(swipeOf(20, 0, 100, false)).toBeUndefined();
    expect(swipeOf(200, 0, 1500, false)).toBeUndefined();
  });
});
