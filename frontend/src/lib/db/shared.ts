import type { DBSchema, IDBPDatabase } from 'idb';
import { uuid7 } from '$lib/sync/uuid7';
import { openDB } from './promised';

/** What belongs to the device and not to a person; the page and the service worker both read it. */
interface Shared extends DBSchema {
  facts: { key: string; value: string | string[] | number };
}

const KEPT_DELIVERIES = 200;
let handle: Promise<IDBPDatabase<Shared>> | undefined;

async function open(): Promise<IDBPDatabase<Shared>> {
  handle ??= openDB<Shared>('everkeel', 1, {
    upgrade: (db) => void db.createObjectStore('facts'),
    blocking: () => void handle?.then((db) => db.close()).finally(() => (handle = undefined)),
    terminated: () => (handle = undefined),
  });
  return handle;
}

async function run<T>(work: (db: IDBPDatabase<Shared>) => Promise<T>): Promise<T> {
  try {
    return await work(await open());
  } catch {
    handle = undefined;
    return work(await open());
  }
}

/** This device's id, made at the first call. */
export const deviceId = (): Promise<string> =>
  run(async (db) => {
    const tx = db.transaction('facts', 'readwrite');
    let id = (await tx.store.get('device')) as string | undefined;
    if (!id) await tx.store.put((id = uuid7()), 'device');
    await tx.done;
    return id;
  });

/** Tells the service worker whose outbox it may send. */
export const setCurrentUser = (userId: string | undefined): Promise<void> =>
  run(async (db) => {
    if (userId) await db.put('facts', userId, 'user');
    else await db.delete('facts', 'user');
  });

export const currentUser = (): Promise<string | undefined> =>
  run(async (db) => (await db.get('facts', 'user')) as string | undefined);

/** Notes a delivery as shown; true when it had been shown before. */
export const seenBefore = (deliveryId: string): Promise<boolean> =>
  run(async (db) => {
    const tx = db.transaction('facts', 'readwrite');
    const seen = ((await tx.store.get('deliveries')) as string[] | undefined) ?? [];
    const again = seen.includes(deliveryId);
    if (!again) await tx.store.put([...seen, deliveryId].slice(-KEPT_DELIVERIES), 'deliveries');
    await tx.done;
    return again;
  });

/** The number that the last notification put on the app's icon. */
export const badgeCount = (): Promise<number> =>
  run(async (db) => ((await db.get('facts', 'badge')) as number | undefined) ?? 0);

export const setBadgeCount = (count: number): Promise<void> =>
  run(async (db) => void (await db.put('facts', count, 'badge')));
