import type { Connection } from './connection';
import type { DeadLetter, Entity, Op, Row, RowKey } from './model';
import { rowStores, storeOf, type DatedStore, type Handle } from './schema';

/** Rows by their entity. */
export type Found = [Entity, Row][];

const DATED: [Entity, DatedStore][] = [
  ['entry', 'entries'],
  ['amount', 'amounts'],
  ['mood', 'moods'],
];
const UNDATED = ['group', 'habit', 'pause', 'factor', 'event', 'screening', 'reading'] as const;

/** What does not grow by the day, and the profile. */
export const readLists = (connection: Connection): Promise<Found> =>
  connection.run(async (db) => {
    const tx = db.transaction(rowStores);
    const all = UNDATED.map(async (entity) => tagged(entity, await tx.objectStore(storeOf[entity]).getAll()));
    const [profile, ...lists] = await Promise.all([tx.objectStore('profiles').get(connection.userId), ...all]);
    return [...(profile ? tagged('profile', [profile]) : []), ...lists.flat()];
  });

/** What was checked in from a day on, until before another. */
export const readDays = (connection: Connection, since: string, before?: string): Promise<Found> =>
  connection.run(async (db: Handle) => {
    const range = before ? IDBKeyRange.bound(since, before, false, true) : IDBKeyRange.lowerBound(since);
    const tx = db.transaction(DATED.map(([, store]) => store));
    const found = DATED.map(async ([entity, store]) =>
      tagged(entity, await tx.objectStore(store).index('day').getAll(range)),
    );
    return (await Promise.all(found)).flat();
  });

const tagged = (entity: Entity, rows: Row[]): Found => rows.map((row) => [entity, row]);

export const readRows = (
  connection: Connection,
  keys: RowKey[],
): Promise<(RowKey & { row: Row | undefined })[]> =>
  connection.run((db) => {
    const tx = db.transaction(rowStores);
    return Promise.all(
      keys.map(async (key) => ({ ...key, row: await tx.objectStore(storeOf[key.entity]).get(key.id) })),
    );
  });

/** The oldest unsent operations. */
export const readOutbox = (connection: Connection, limit?: number): Promise<Op[]> =>
  connection.run((db) => db.getAll('outbox', undefined, limit));

export const readDead = (connection: Connection): Promise<DeadLetter[]> =>
  connection.run((db) => db.getAll('dead'));

export const readCursor = (connection: Connection): Promise<number> =>
  connection.run(async (db) => ((await db.get('meta', 'cursor')) as number | undefined) ?? 0);

/** The server's time minus the device's, as learned last. */
export const readOffset = (connection: Connection): Promise<number> =>
  connection.run(async (db) => ((await db.get('meta', 'offset')) as number | undefined) ?? 0);

/** How much the server has not taken: waiting, and refused. */
export const countUnsent = (connection: Connection): Promise<{ waiting: number; refused: number }> =>
  connection.run(async (db) => {
    const [waiting, refused] = await Promise.all([db.count('outbox'), db.count('dead')]);
    return { waiting, refused };
  });

/** Drops a refused operation for good. */
export const dropDead = (connection: Connection, opId: string): Promise<void> =>
  connection.run((db) => db.delete('dead', opId));

/** The last known answer of the server under a name, with the moment it came. */
export const readCache = <T>(
  connection: Connection,
  key: string,
): Promise<{ at: number; value: T } | undefined> =>
  connection.run(async (db) => (await db.get('cache', key)) as { at: number; value: T } | undefined);

/** Keeps an answer; without room the kept answers go, never what a person wrote. */
export const writeCache = (connection: Connection, key: string, value: unknown): Promise<void> =>
  connection.run(async (db) => {
    try {
      await db.put('cache', { at: Date.now(), value }, key);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error;
      await db.clear('cache');
    }
  });
