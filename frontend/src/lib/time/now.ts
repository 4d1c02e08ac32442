const DAY_MS = 86_400_000;
let shift = 0;

/**
 * The present instant: the device's clock, unless that is more than a day wrong. Then it is the
 * server's time, or what somebody checks in today would be kept under a day that is not today.
 */
export const now = (): number => Date.now() + shift;

/** Learns the server's time minus the device's; gives whether the device's clock is not believed. */
export function setOffset(offset: number): boolean {
  shift = Math.abs(offset) > DAY_MS ? offset : 0;
  return shift !== 0;
}
