import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { Clock } from '$lib/sync/stamp';
import type { DeadLetter, Entity, Op, Row } from './model';

type Rows = { key: string; value: Row };
type DatedRows = Rows & { indexes: { day: string } };

export interface Meta {
  clock: Clock;
  /** The server's time minus the device's, in milliseconds. */
  offset: number;
  cursor: number;
}

export interface Schema extends DBSchema {
  habits: Rows;
  entries: DatedRows;
  moods: DatedRows;
  profiles: Rows;
  outbox: { key: number; value: Op; indexes: { opId: string; row: [string, string] } };
  dead: { key: string; value: DeadLetter };
  meta: { key: string; value: Meta[keyof Meta] };
  cache: { key: string; value: { at: number; value: unknown } };
}

export type StoreName = 'habits' | 'entries' | 'moods' | 'profiles';
export const storeOf: Record<Entity, StoreName> = {
  habit: 'habits',
  entry: 'entries',
  mood: 'moods',
  profile: 'profiles',
};
export const rowStores: StoreName[] = ['habits', 'entries', 'moods', 'profiles'];
export const VERSION = 1;

export type Handle = IDBPDatabase<Schema>;
export type WriteTx = IDBPTransaction<
  Schema,
  (StoreName | 'outbox' | 'dead' | 'meta')[],
  'readwrite'
>;

/** Only ever adds; a step of an upgrade never touches the outbox or the dead letters. */
export function upgrade(db: Handle, from: number): void {
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
}
