import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Clock } from '$lib/sync/stamp';
import type { DeadLetter, Entity, Op, Row } from './model';

type Rows = { key: string; value: Row };
type DatedRows = Rows & { indexes: { day: string } };

export interface Meta {
  clock: Clock;
  /** The server's time minus the device's, in milliseconds. */
  offset: number;
  /** The latest time of a stamp that the server took as it was. */
  kept: number;
  cursor: number;
}

export interface Schema extends DBSchema {
  groups: Rows;
  habits: Rows;
  entries: DatedRows;
  amounts: DatedRows;
  pauses: Rows;
  moods: DatedRows;
  factors: Rows;
  events: Rows;
  screenings: Rows;
  readings: Rows;
  profiles: Rows;
  outbox: { key: number; value: Op; indexes: { opId: string; row: [string, string] } };
  dead: { key: string; value: DeadLetter };
  meta: { key: string; value: Meta[keyof Meta] };
  cache: { key: string; value: { at: number; value: unknown } };
}

export type DatedStore = 'entries' | 'amounts' | 'moods';
export type StoreName =
  | DatedStore
  | 'groups'
  | 'habits'
  | 'pauses'
  | 'factors'
  | 'events'
  | 'screenings'
  | 'readings'
  | 'profiles';
export const storeOf: Record<Entity, StoreName> = {
  group: 'groups',
  habit: 'habits',
  entry: 'entries',
  amount: 'amounts',
  pause: 'pauses',
  mood: 'moods',
  factor: 'factors',
  event: 'events',
  screening: 'screenings',
  reading: 'readings',
  profile: 'profiles',
};
export const rowStores: StoreName[] = Object.values(storeOf);
export const VERSION = 3;

export type Handle = IDBPDatabase<Schema>;
export type WriteTx = IDBPTransaction<
  Schema,
  (StoreName | 'outbox' | 'dead' | 'meta')[],
  'readwrite'
>;

type UpgradeTx = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

/** Only ever adds; a step of an upgrade never touches the outbox or the dead letters. */
export function upgrade(db: Handle, from: number, _to: number | null, tx: UpgradeTx): void {
  if (from < 1) {
    db.createObjectStore('habits', { keyPath: 'id' });
    db.createObjectStore('entries', { keyPath: 'id' }).createIndex('day', 'day');
    db.createObjectStore('moods', { keyPath: 'id' }).createIndex('day', 'day');
    db.createObjectStore('profiles', { keyPath: 'id' });
    const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
    outbox.createIndex('opId', 'opId', { unique: true });
    outbox.createIndex('row', ['entity', 'entityId']);
    db.createObjectStore('dead', { keyPath: 'opId' });
    db.createObjectStore('meta');
    db.createObjectStore('cache');
  }
  if (from < 2) {
    for (const name of ['groups', 'pauses', 'factors', 'events'] as const)
      db.createObjectStore(name, { keyPath: 'id' });
    db.createObjectStore('amounts', { keyPath: 'id' }).createIndex('day', 'day');
  }
  if (from < 3) {
    for (const name of ['screenings', 'readings'] as const) db.createObjectStore(name, { keyPath: 'id' });
    // The server may have told of these things already, when there was no place for them.
    void tx.objectStore('meta').put(0, 'cursor');
  }
}
