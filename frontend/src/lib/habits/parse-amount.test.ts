import { expect, it } from 'vitest';
import { parseAmount } from './parse-amount';

it('reads numbers as people type them', () => {
  expect(['1', ' 2,5 ', '.5', '-3', '+4', '−1', '1.23456'].map(parseAmount)).toEqual([1, 2.5, 0.5, -3, 4, -1, 1.235]);
});

it('takes nothing that is no number, or too large', () => {
  for (const text of ['', 'two', '1,2,3', '1e9', '2000000', '-']) expect(parseAmount(text)).toBeUndefined();
});
