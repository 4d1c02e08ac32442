import { expect, it } from 'vitest';
import { partsOf, says } from './parts';

it('shows what is wanted, in its fixed order', () => {
  expect(partsOf(['note', 'anxiety', 'unknown'], {})).toEqual(['anxiety', 'note']);
  expect(partsOf([], {})).toEqual([]);
});

it('shows what has something in it, even when it is no longer wanted', () => {
  const mood = { energy: 2, sleep: null, emotions: [], factors: ['f'], note: '' };
  expect(partsOf(['note'], mood)).toEqual(['energy', 'factors', 'note']);
  expect(says(mood, 'sleep')).toBe(false);
});
