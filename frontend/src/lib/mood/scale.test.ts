import { expect, it } from 'vitest';
import { scaleProblem, swapped, tidied } from './own-scale';
import { choicesOf } from './scale';

const own = [
  { name: 'Sailing', level: 5 },
  { name: 'Drifting', level: 3 },
  { name: 'Storm', level: 1 },
];

it('offers the five faces, or the own names from the lowest to the best', () => {
  expect(choicesOf([]).map(({ level, word }) => [level, word])).toEqual([[1, ''], [2, ''], [3, ''], [4, ''], [5, '']]);
  expect(choicesOf(own).map(({ word }) => word)).toEqual(['Storm', 'Drifting', 'Sailing']);
});

it('says what keeps a scale from being used', () => {
  expect(scaleProblem(own)).toBeUndefined();
  expect(scaleProblem(own.slice(0, 1))).toBe('few');
  expect(scaleProblem(Array.from({ length: 11 }, (_, n) => ({ name: `${n}`, level: 1 })))).toBe('many');
  expect(scaleProblem([...own, { name: '  ', level: 2 }])).toBe('empty');
  expect(scaleProblem([...own, { name: ' storm', level: 2 }])).toBe('twice');
});

it('trims names and moves steps', () => {
  expect(tidied([{ name: `  ${'a'.repeat(30)} `, level: 2 }])).toEqual([{ name: 'a'.repeat(24), level: 2 }]);
  expect(swapped(own, 2, -1).map(({ name }) => name)).toEqual(['Sailing', 'Storm', 'Drifting']);
  expect(swapped(own, 0, -1)).toEqual(own);
});
