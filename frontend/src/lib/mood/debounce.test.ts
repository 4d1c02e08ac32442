import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Debounce } from './debounce';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('does only the last work, once it has been quiet', () => {
  const done: string[] = [];
  const debounce = new Debounce(800);
  debounce.later(() => done.push('a'));
  vi.advanceTimersByTime(700);
  debounce.later(() => done.push('ab'));
  vi.advanceTimersByTime(700);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(done).toEqual(['ab']);
});

it('does at once what waits, and not again', () => {
  const done: string[] = [];
  const debounce = new Debounce(800);
  debounce.later(() => done.push('a'));
  debounce.now();
  debounce.now();
  vi.advanceTimersByTime(2000);
  expect(done).toEqual(['a']);
});
