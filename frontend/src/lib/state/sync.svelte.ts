import type { Entity, RowKey } from '$lib/db/model';
import { countUnsent, readOffset } from '$lib/db/read';
import { setOffset } from '$lib/time/now';
import { data } from './data.svelte';
import { session } from './session.svelte';
import { today } from './today.svelte';

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
  /** The device's clock is more than a day wrong; the server's is used. */
  clockOff = $state(false);
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
    // Also when the page is left: what was tapped last goes out before the browser stops it.
    document.addEventListener('visibilitychange', now);
  }

  /** Syncs now, unless one is running: then once more after it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const connection = data.connection;
    if (!connection || !session.user || session.expired) return;
    if (this.busy) return void (this.#again = true);
    this.busy = true;
    if (data.failed) await data.retry();
    await data.settled();
    const outcome = await this.#exchange().catch(() => ({ state: 'offline' as const, touched: [] }));
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
    // Another tab or the service worker was at it, and may have missed the newest.
    this.#plan(!outcome);
  }

  /** Reads again how much is unsent, and how wrong the clock is; nothing is, once the person has left. */
  async count(): Promise<void> {
    const { connection } = data;
    if (!connection) {
      this.waiting = this.refused = 0;
      this.lastDone = undefined;
      return;
    }
    const [{ waiting, refused }, offset] = await Promise.all([countUnsent(connection), readOffset(connection)]);
    this.waiting = waiting;
    this.refused = refused;
    this.clockOff = setOffset(offset);
    today.look();
  }

  /** The exchange itself is fetched after the first screen. */
  async #exchange() {
    const { syncOnce } = await import('./later');
    return data.connection && syncOnce(data.connection);
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
  #plan(soon: boolean): void {
    clearTimeout(this.#timer);
    if (document.visibilityState !== 'visible') return;
    const grown = Math.min(LONGEST_WAIT_MS, BEAT_MS * 2 ** Math.min(this.#failures, 8));
    const wait = this.#failures ? grown * (0.75 + Math.random() / 2) : BEAT_MS;
    this.#timer = setTimeout(() => void this.flush(), soon ? 2 * AFTER_TAP_MS : wait);
  }

  #written(keys: RowKey[]): void {
    this.#tell(keys);
    if (keys.some(({ entity }) => CHECK_INS.has(entity)))
      void import('./later').then(({ checkedIn }) => checkedIn());
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
