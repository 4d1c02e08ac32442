import { deleteDB, openDB } from './promised';
import { upgrade, VERSION, type Handle, type Schema } from './schema';

const LOST = new Set(['InvalidStateError', 'UnknownError', 'AbortError']);

export const nameOf = (userId: string): string => `everkeel-${userId}`;

/** A person's database on this device; opens itself again when the browser takes the handle away. */
export class Connection {
  #handle: Promise<Handle> | undefined;
  /** The person left this device: what comes late must not bring the database back. */
  #removed = false;

  constructor(
    readonly userId: string,
    /** Called when a newer version of the app, in another tab, needs the database. */
    private readonly onOutdated: () => void = () => {},
  ) {}

  /**
   * Gives the work's result. Browsers drop handles in the background without telling, and may be
   * out of room: then the work is tried once more, on a fresh handle or without the kept answers of
   * the server. So the work must be one transaction or only reads.
   */
  async run<T>(work: (db: Handle) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open());
    } catch (error) {
      const name = error instanceof DOMException ? error.name : '';
      if (name === 'QuotaExceededError') await (await this.#open()).clear('cache');
      else if (LOST.has(name)) await this.close();
      else throw error;
      return work(await this.#open());
    }
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.then((db) => db.close()).catch(() => {});
  }

  /** Deletes everything of this person on this device. */
  async destroy(): Promise<void> {
    this.#removed = true;
    await this.close();
    await deleteDB(nameOf(this.userId));
  }

  #open(): Promise<Handle> {
    if (this.#removed) throw new Error('The person left this device.');
    this.#handle ??= openDB<Schema>(nameOf(this.userId), VERSION, {
      upgrade,
      blocking: (removed) => {
        this.#removed ||= removed;
        void this.close();
        this.onOutdated();
      },
      terminated: () => (this.#handle = undefined),
    }).catch((error: unknown) => {
      this.#handle = undefined;
      throw error;
    });
    return this.#handle;
  }
}
