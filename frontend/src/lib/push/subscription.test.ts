import { expect, it } from 'vitest';
import { decodeKey, sameKey } from './subscription';
import { deviceLabel } from './support';

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

it('names a device so that a person knows it', () => {
  const pixel = 'Mozilla/5.0 (Linux; Android 15; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36';
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
  expect(deviceLabel(pixel)).toBe('Chrome · Android');
  expect(deviceLabel(iphone)).toBe('Safari · iPhone');
});
