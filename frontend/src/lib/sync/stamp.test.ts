import { expect, it } from 'vitest';
import { format, tick, type Clock } from './stamp';

const device = '01990000-0000-7000-8000-000000000001';

it('writes 15 digits, 4 digits and the device', () => {
  expect(format({ ms: 1764000000000, counter: 7 }, device)).toBe(`001764000000000:0007:${device}`);
});

it('never runs backwards, whatever the device clock does', () => {
  let clock: Clock = { ms: 0, counter: 0 };
  let last = '';
  for (const now of [100, 100, 99, 5, 100, 101, 0]) {
    clock = tick(clock, now);
    const stamp = format(clock, device);
    expect(stamp > last).toBe(true);
    last = stamp;
  }
});

it('moves to the next millisecond when the counter is full', () => {
  expect(tick({ ms: 50, counter: 9999 }, 50)).toEqual({ ms: 51, counter: 0 });
});
