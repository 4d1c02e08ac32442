/** When a change was made, in an order that never runs backwards on this device. */
export interface Clock {
  ms: number;
  counter: number;
}

const MAX_COUNTER = 9999;
/** The server takes stamps this far ahead of its time as they are; others it brings back to it. */
const AHEAD_MS = 5 * 60_000;
/** Its time moves on while it works on a batch, and what it brings back keeps its order. */
const MARGIN_MS = 1000;

/** The clock after one more change; `now` is the device's time corrected by the server's. */
export function tick(clock: Clock, now: number): Clock {
  if (now > clock.ms) return { ms: now, counter: 0 };
  if (clock.counter < MAX_COUNTER) return { ms: clock.ms, counter: clock.counter + 1 };
  return { ms: clock.ms + 1, counter: 0 };
}

/** "<15 digits of ms>:<4 digits of counter>:<device>": sorts as text. */
export const format = (clock: Clock, device: string): string =>
  `${String(clock.ms).padStart(15, '0')}:${String(clock.counter).padStart(4, '0')}:${device}`;

/** Whether the server has for certain given a change its own time instead of this. */
const broughtBack = (ms: number, serverTime: number): boolean => ms > serverTime + AHEAD_MS + MARGIN_MS;

/** The latest time among stamps of the device that the server took as they were. */
export function latestKept(stamps: readonly string[], serverTime: number): number {
  const times = stamps.map((stamp) => Number(stamp.slice(0, 15)));
  return Math.max(0, ...times.filter((ms) => !broughtBack(ms, serverTime)));
}

/**
 * The clock once the server has every change: one that had run far ahead comes back, or all that
 * is written until the present catches up would count as made when it arrives, however old.
 */
export const corrected = (clock: Clock, serverTime: number, kept: number): Clock =>
  broughtBack(clock.ms, serverTime) ? { ms: Math.max(serverTime, kept) + MARGIN_MS, counter: 0 } : clock;
