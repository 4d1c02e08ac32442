import { Failure } from '$lib/api/failure';
import { readCache, writeCache } from '$lib/db/read';
import { data } from './data.svelte';
import { session } from './session.svelte';

/** An answer of the server that is also kept on the device: shown at once, renewed when possible. */
export class Cached<T> {
  value = $state.raw<T>();
  /** When the shown value came from the server. */
  at = $state<number>();
  /** Why the last try to renew it failed. */
  failure = $state.raw<unknown>();
  loading = $state(false);
  #owner: string | undefined;

  constructor(
    private readonly key: string,
    private readonly fetch: () => Promise<T>,
  ) {}

  /** Shows what the device has, then asks the server if that is older. Never throws: see `failure`. */
  async load(olderThanMs = 0): Promise<void> {
    this.loading = true;
    this.#forgetOthers();
    try {
      await this.#recall();
      if (Date.now() - (this.at ?? 0) >= olderThanMs) await this.renew();
    } finally {
      this.loading = false;
    }
  }

  /** Asks the server again; keeps the old value when there is no answer, or it comes after its owner left. */
  async renew(): Promise<void> {
    const owner = data.connection?.userId;
    const left = (): boolean => !!owner && owner !== data.connection?.userId;
    try {
      const value = await this.fetch();
      if (left()) return;
      this.set(value);
      this.failure = undefined;
    } catch (failure) {
      if (left()) return;
      this.failure = failure;
      if (failure instanceof Failure && failure.status === 401) session.expired = true;
    }
  }

  /** Shows and keeps a value that is known to be the newest. */
  set(value: T): void {
    this.value = value;
    this.at = Date.now();
    this.#owner = data.connection?.userId;
    if (data.connection) void writeCache(data.connection, this.key, value).catch(() => {});
  }

  /** Somebody else may have signed in since; what was theirs is not shown. */
  #forgetOthers(): void {
    const owner = data.connection?.userId;
    if (owner !== this.#owner) this.value = this.at = undefined;
    this.#owner = owner;
  }

  async #recall(): Promise<void> {
    const { connection } = data;
    if (this.value !== undefined || !connection) return;
    const kept = await readCache<T>(connection, this.key).catch(() => undefined);
    if (!kept || this.value !== undefined || connection !== data.connection) return;
    this.value = kept.value;
    this.at = kept.at;
  }
}
