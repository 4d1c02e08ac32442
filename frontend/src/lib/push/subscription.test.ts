import { expect, it } from 'vitest';
import { decodeKey, sameKey } from './subscription';

it('reads a key as the server writes it, without padding', () => {
  expect([...decodeKey('-_8A')]).toEqual([251, 255, 0]);
  expect(decodeKey('AQIDBA')).toHaveLength(4);
});

it('notices a subscription that was made for another key', () => {
  const key = decodeKey('AQIDBA');
  expect(sameKey(key.buffer, decodeKey('AQIDBA'))).toBe(true);
  expect(sameKey(key.buffer, decodeKey('AQIDBQ'))).toBe(false);
  expect(sameKey(null, key)).toBe(false);
});
