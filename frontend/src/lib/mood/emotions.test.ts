import { expect, it } from 'vitest';
import { emotions, emotionsAt, quadrantOf, quadrants } from './emotions';

it('has 24 different emotions, six in each quarter', () => {
  expect(quadrants.map((quadrant) => emotions[quadrant].length)).toEqual([6, 6, 6, 6]);
  expect(new Set(quadrants.flatMap((quadrant) => [...emotions[quadrant]])).size).toBe(24);
});

it('leads from two axes to six words, from one to twelve, from none to none', () => {
  expect(emotionsAt('+', '-')).toEqual([...emotions['+-']]);
  expect(emotionsAt('-', undefined)).toEqual([...emotions['-+'], ...emotions['--']]);
  expect(emotionsAt(undefined, '+')).toHaveLength(12);
  expect(emotionsAt(undefined, undefined)).toEqual([]);
});

it('knows where an emotion stands', () => {
  expect(quadrantOf('grateful')).toBe('+-');
  expect(quadrantOf('from another time')).toBeUndefined();
});
