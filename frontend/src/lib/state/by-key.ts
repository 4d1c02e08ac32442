import { SvelteMap } from 'svelte/reactivity';

const EMPTY: readonly never[] = [];

/** Things in groups by a key that never changes for a thing; who reads a group follows only that. */
export class ByKey<T extends { id: string }> {
  readonly #groups = new SvelteMap<string, readonly T[]>();

  constructor(
    private readonly keyOf: (thing: T) => string,
    private readonly compare: (a: T, b: T) => number,
  ) {}

  get(key: string): readonly T[] {
    return this.#groups.get(key) ?? EMPTY;
  }

  /** Puts a thing in its group in the place of what was there before, if something was. */
  set(before: T | undefined, after: T | undefined): void {
    if (before && (!after || this.keyOf(before) !== this.keyOf(after))) this.#renew(before, undefined);
    if (after) this.#renew(after, after);
  }

  clear(): void {
    this.#groups.clear();
  }

  #renew(place: T, after: T | undefined): void {
    const key = this.keyOf(place);
    const rest = this.get(key).filter((other) => other.id !== place.id);
    const group = after ? [...rest, after].sort(this.compare) : rest;
    if (group.length) this.#groups.set(key, group);
    else this.#groups.delete(key);
  }
}
