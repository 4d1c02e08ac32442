import type { Entity, RowKey } from '$lib/db/model';
import { countUnsent } from '$lib/db/read';
import { syncOnce } from '$lib/sync/run';
import { data } from './data.svelte';
import { session } from './session.svelte';

const AFTER_TAP_MS = 1500;
const BEAT_MS = 60_000;
const LONGEST_WAIT_MS = 300_000;
const CHECK_INS = new Set<Entity>(['entry', 'amount', 'mood', 'pause']);

type Note = { userId: string; keys: RowKey[] };
interface WithSync extends ServiceWorkerRegistration {
  sync?: { register: (tag: string) => Promise<void> };
}

/** Carries changes to the server and brings back what is new. */
class Sync {
  waiting = $state(0);
  refused = $state(0);
  /** The last exchange found no server. */
  offline = $state(!navigator.onLine);
  busy = $state(false);
  lastDone = $state<number>();
  /** Counts the exchanges that changed something, for views that show numbers of the server. */
  generation = $state(0);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #again = false;
  #channel = new BroadcastChannel('everkeel');

  /** Starts to listen for every moment at which a sync may help. */
  start(): void {
    data.onWritten = (keys) => this.#written(keys);
    this.#channel.addEventListener('message', (event: MessageEvent<Note>) => this.#hear(event.data));
    const now = (): void => void this.flush();
    addEventListener('online', now);
    addEventListener('offline', () => (this.offline = true));
    addEventListener('focus', now);
    document.addEventListener('visibilitychange', now);
    navigator.serviceWorker?.addEventListener('message', (event: MessageEvent<{ type?: string }>) => {
      if (event.data?.type === 'SYNC') now();
    });
  }

  /** Syncs now, unless one is running: then once more after it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const connection = data.connection;
    if (!connection || !session.user || session.expired) return;
    if (this.busy) return void (this.#again = true);
    this.busy = true;
    await data.settled();
    const outcome = await syncOnce(connection).catch(() => ({ state: 'offline' as const, touched: [] }));
    this.busy = false;
    if (outcome && connection === data.connection) {
      this.#note(outcome.state);
      await data.refresh(outcome.touched);
      if (outcome.touched.length) this.#tell(outcome.touched);
    }
    await this.count();
    if (this.#again) {
      this.#again = false;
      return this.flush();
    }
    this.#plan();
  }

  /** Reads again how much is unsent. */
  async count(): Promise<void> {
    if (!data.connection) return;
    const { waiting, refused } = await countUnsent(data.connection);
    this.waiting = waiting;
    this.refused = refused;
  }

  #note(state: 'done' | 'offline' | 'signed-out' | 'refused'): void {
    this.offline = state === 'offline';
    if (state === 'signed-out') session.expired = true;
    if (state === 'done') {
      this.#failures = 0;
      this.lastDone = Date.now();
    } else this.#failures += 1;
  }

  /** While visible every minute; after failures later and later, with jitter. */
  #plan(): void {
    clearTimeout(this.#timer);
    if (document.visibilityState !== 'visible') return;
    const grown = Math.min(LONGEST_WAIT_MS, BEAT_MS * 2 ** Math.min(this.#failures, 8));
    const wait = this.#failures ? grown * (0.75 + Math.random() / 2) : BEAT_MS;
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  #written(keys: RowKey[]): void {
    this.#tell(keys);
    if (keys.some(({ entity }) => CHECK_INS.has(entity))) void import('./checked-in').then(({ checkedIn }) => checkedIn());
    void this.count();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), AFTER_TAP_MS);
    // Where the browser can, it sends even after the app was closed.
    void navigator.serviceWorker?.ready
      .then((registration) => (registration as WithSync).sync?.register('outbox'))
      .catch(() => {});
  }

  #tell(keys: RowKey[]): void {
    this.generation += 1;
    if (session.user) this.#channel.postMessage({ userId: session.user.id, keys } satisfies Note);
  }

  #hear(note: Note): void {
    if (note.userId !== data.connection?.userId) return;
    void data.refresh(note.keys);
    void this.count();
  }
}

export const sync = new Sync();
