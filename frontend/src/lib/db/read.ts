import type { Connection } from './connection';
import type { DeadLetter, Op, Row, RowKey } from './model';
import { storeOf } from './schema';

export interface Window {
  habits: Row[];
  entries: Row[];
  moods: Row[];
  profile: Row | undefined;
}

/** All habits and the profile, and what was checked in since a day. */
export const readWindow = (connection: Connection, since: string): Promise<Window> =>
  connection.run(async (db) => {
    const range = IDBKeyRange.lowerBound(since);
    const [habits, entries, moods, profile] = await Promise.all([
      db.getAll('habits'),
      db.getAllFromIndex('entries', 'day', range),
      db.getAllFromIndex('moods', 'day', range),
      db.get('profiles', connection.userId),
    ]);
    return { habits, entries, moods, profile };
  });

export const readRows = (
  connection: Connection,
  keys: RowKey[],
): Promise<(RowKey & { row: Row | undefined })[]> =>
  connection.run((db) =>
    Promise.all(keys.map(async (key) => ({ ...key, row: await db.get(storeOf[key.entity], key.id) }))),
  );

/** The oldest unsent operations. */
export const readOutbox = (connection: Connection, limit?: number): Promise<Op[]> =>
  connection.run((db) => db.getAll('outbox', undefined, limit));

export const readDead = (connection: Connection): Promise<DeadLetter[]> =>
  connection.run((db) => db.getAll('dead'));

export const readCursor = (connection: Connection): Promise<number> =>
  connection.run(async (db) => ((await db.get('meta', 'cursor')) as number | undefined) ?? 0);

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
