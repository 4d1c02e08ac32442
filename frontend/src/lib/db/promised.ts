import type { DBSchema, IDBPDatabase, OpenDBCallbacks } from 'idb';

/** As much of idb as this app uses, in a third of its size: IndexedDB's requests as promises. */
type Target = IDBDatabase | IDBTransaction | IDBObjectStore | IDBIndex;
type Any = Record<PropertyKey, unknown>;

const READS = new Set(['get', 'getAll', 'count']);
const WRITES = new Set(['put', 'add', 'delete', 'clear']);
const ends = new WeakMap<IDBTransaction, Promise<void>>();

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when a transaction is on the device. */
function end(tx: IDBTransaction): Promise<void> {
  const known = ends.get(tx);
  if (known) return known;
  const done = new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onerror = ({ target }) => reject((target as IDBRequest).error);
    tx.onabort = () => reject(tx.error ?? new DOMException('', 'AbortError'));
  });
  // Who only reads does not ask for the end.
  done.catch(() => {});
  ends.set(tx, done);
  return done;
}

/** `db.put('habits', row)` and the like, in a transaction of their own. */
const shortcut =
  (db: IDBDatabase, name: string) =>
  async (store: string, ...given: unknown[]): Promise<unknown> => {
    const writes = WRITES.has(name);
    const tx = db.transaction(store, writes ? 'readwrite' : 'readonly');
    const work = (tx.objectStore(store) as unknown as Record<string, (...given: unknown[]) => IDBRequest>)[name];
    const [result] = await Promise.all([answer(work!.apply(tx.objectStore(store), given)), writes && end(tx)]);
    return result;
  };

function property(target: Target, name: string): unknown {
  if (target instanceof IDBTransaction) {
    if (name === 'done') return end(target);
    if (name === 'store') return promised(target.objectStore(target.objectStoreNames[0] ?? ''));
  }
  if (target instanceof IDBDatabase && (READS.has(name) || WRITES.has(name))) return shortcut(target, name);
  const value = (target as unknown as Any)[name];
  if (typeof value !== 'function') return promised(value);
  return (...given: unknown[]) => promised(value.apply(target, given) as unknown);
}

function promised(thing: unknown): unknown {
  if (thing instanceof IDBRequest) return answer(thing);
  if (thing instanceof IDBTransaction) void end(thing);
  const wraps = [IDBDatabase, IDBTransaction, IDBObjectStore, IDBIndex].some((kind) => thing instanceof kind);
  return wraps ? new Proxy(thing as Target, { get: (target, name) => property(target, String(name)) }) : thing;
}

/** Opens a database; `blocking` is called when another tab needs a newer version of it, or removes it. */
export async function openDB<S extends DBSchema>(
  name: string,
  version: number,
  { upgrade, blocking, terminated }: Pick<OpenDBCallbacks<S>, 'upgrade' | 'terminated'> & { blocking?: (removed: boolean) => void },
): Promise<IDBPDatabase<S>> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = (event) => {
    const change = upgrade as unknown as ((...given: unknown[]) => void) | undefined;
    change?.(promised(request.result), event.oldVersion, event.newVersion, promised(request.transaction));
  };
  const db = await answer(request);
  db.onversionchange = ({ newVersion }) => blocking?.(newVersion === null);
  db.onclose = () => terminated?.();
  return promised(db) as IDBPDatabase<S>;
}

export async function deleteDB(name: string): Promise<void> {
  await answer(indexedDB.deleteDatabase(name));
}
