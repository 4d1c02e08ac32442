import { openDB } from 'idb';
import { expect, it, vi } from 'vitest';
import { uuid7 } from '$lib/sync/uuid7';
import { Connection, nameOf } from './connection';
import { readCache, readOutbox, writeCache } from './read';
import { VERSION, type Handle } from './schema';
import { write } from './write';

const put = (connection: Connection, entityId: string) =>
  write(connection, { opId: uuid7(), entity: 'mood', entityId, fields: { level: 3 }, v: 2 }, uuid7());
const full = (): DOMException => new DOMException('', 'QuotaExceededError');

it('a device out of room gives up kept answers, never what was written', async () => {
  const connection = new Connection(uuid7());
  await put(connection, 'm1');
  await writeCache(connection, 'articles', ['a']);
  const work = vi.fn(async (db: Handle) => {
    if (work.mock.calls.length === 1) throw full();
    return db.count('outbox');
  });
  expect(await connection.run(work)).toBe(1);
  expect(await readCache(connection, 'articles')).toBeUndefined();
  await expect(connection.run(() => Promise.reject(full()))).rejects.toThrow();
  expect(await readOutbox(connection)).toHaveLength(1);
  await connection.close();
});

it('makes room for a newer version in another tab, and says so', async () => {
  const userId = uuid7();
  const outdated = vi.fn();
  const connection = new Connection(userId, outdated);
  await put(connection, 'm1');
  const newer = await openDB(nameOf(userId), VERSION + 1);
  expect(outdated).toHaveBeenCalledOnce();
  expect(await newer.count('outbox')).toBe(1);
  newer.close();
});

it('writes each change with its row in one durable transaction', async () => {
  const connection = new Connection(uuid7());
  await put(connection, 'm1');
  const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await put(connection, 'm2');
  expect(begun.mock.calls).toEqual([[['moods', 'outbox', 'meta'], 'readwrite', { durability: 'strict' }]]);
  await connection.close();
});

it('what comes after the person left does not bring their database back', async () => {
  const userId = uuid7();
  const [page, worker] = [new Connection(userId), new Connection(userId)];
  await put(page, 'm1');
  await put(worker, 'm2');
  await page.destroy();
  for (const late of [page, worker]) await expect(put(late, 'm3')).rejects.toThrow('left');
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(nameOf(userId));
  const again = new Connection(userId);
  expect(await readOutbox(again)).toEqual([]);
  await again.close();
});
