import { expect, it } from 'vitest';
import { corrected, format, latestKept, tick, type Clock } from './stamp';

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

it('comes back once the server has all, and still after all that was written', () => {
  const [server, year] = [1_764_000_000_000, 365 * 86_400_000];
  const ahead = { ms: server + year, counter: 3 };
  const written = [server + 120_000, server + year].map((ms) => format({ ms, counter: 0 }, device));
  const kept = latestKept(written, server);
  expect(kept).toBe(server + 120_000);
  expect(tick(corrected(ahead, server, kept), server)).toEqual({ ms: server + 121_000, counter: 1 });
  expect(tick(corrected(ahead, server, 0), server + 5_000)).toEqual({ ms: server + 5_000, counter: 0 });
});

it('stays as it is while it is no more ahead than the server allows', () => {
  const clock = { ms: 1_764_000_240_000, counter: 3 };
  expect(corrected(clock, 1_764_000_000_000, 0)).toBe(clock);
});
