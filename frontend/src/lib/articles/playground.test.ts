import { expect, it } from 'vitest';
import { jsonOf, numberOf, ORDINARY, stateOf, tagLines, tagsOf, typed } from './playground';

it('reads tags with their counts from lines, and writes them back', () => {
  const tags = { coffee: 4, 'late meal': 3, worry: 1 };
  expect(tagsOf('coffee 4\n  late meal: 3 \n\nworry')).toEqual(tags);
  expect(tagsOf(tagLines(tags))).toEqual(tags);
});

it('takes an empty field for a number that is not known', () => {
  expect(numberOf('')).toBeNull();
  expect(numberOf(' ', 0)).toBe(0);
  expect(numberOf('-0.3')).toBe(-0.3);
  expect(numberOf('much')).toBeNull();
  expect([typed(null), typed(0), typed(2.5)]).toEqual(['', '0', '2.5']);
});

it('reads a state from JSON and nothing else', () => {
  expect(stateOf(jsonOf(ORDINARY))).toEqual(ORDINARY);
  for (const text of ['', '{', '[]', '3', 'null']) expect(stateOf(text)).toBeUndefined();
});
