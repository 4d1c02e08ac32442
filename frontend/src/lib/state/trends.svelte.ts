import { ask, client } from '$lib/api/client';
import type { Trends } from '$lib/api/types';
import { Cached } from './cached.svelte';

export const RANGES = [30, 90, 365, 'all'] as const;
export type Range = (typeof RANGES)[number];

/** The number in the key grows with the shape of the answer: what an older version kept is not read. */
const kept = (days: Range): Cached<Trends> =>
  new Cached(`trends-2-${days}`, () => ask(client.GET('/api/trends', { params: { query: { days } } })));

let last: Range = 90;

/** The server's numbers for each time range, also readable without it. One per opened view. */
export class TrendsState {
  #range = $state<Range>(last);
  #answers: Record<Range, Cached<Trends>> = { 30: kept(30), 90: kept(90), 365: kept(365), all: kept('all') };

  /** Stays chosen while the app is open. */
  get range(): Range {
    return this.#range;
  }
  set range(days: Range) {
    this.#range = last = days;
  }

  get current(): Cached<Trends> {
    return this.#answers[this.#range];
  }
}
