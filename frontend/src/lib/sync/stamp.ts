/** When a change was made, in an order that never runs backwards on this device. */
export interface Clock {
  ms: number;
  counter: number;
}

const MAX_COUNTER = 9999;

/** The clock after one more change; `now` is the device's time corrected by the server's. */
export function tick(clock: Clock, now: number): Clock {
  if (now > clock.ms) return { ms: now, counter: 0 };
  if (clock.counter < MAX_COUNTER) return { ms: clock.ms, counter: clock.counter + 1 };
  return { ms: clock.ms + 1, counter: 0 };
}

/** "<15 digits of ms>:<4 digits of counter>:<device>": sorts as text. */
export const format = (clock: Clock, device: string): string =>
  `${String(clock.ms).padStart(15, '0')}:${String(clock.counter).padStart(4, '0')}:${device}`;
