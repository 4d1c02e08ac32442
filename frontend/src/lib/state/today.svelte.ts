import { deviceZone, lastDays, personalDay, wallClock } from '$lib/time/day';
import { now } from '$lib/time/now';
import { data } from './data.svelte';

const BEAT_MS = 30_000;

/** The personal day, which turns while the app is open. */
class Today {
  now = $state(now());
  readonly zone = $derived(data.profile?.zone ?? deviceZone());
  readonly day = $derived(personalDay(this.now, this.zone, data.profile?.dayStartsAt ?? 3));
  readonly hour = $derived(wallClock(this.now, this.zone).hour);
  readonly week = $derived(lastDays(this.day, 7));

  start(): void {
    setInterval(() => this.look(), BEAT_MS);
    document.addEventListener('visibilitychange', () => this.look());
  }

  /** Looks at the clock again. */
  look(): void {
    this.now = now();
  }
}

export const today = new Today();
