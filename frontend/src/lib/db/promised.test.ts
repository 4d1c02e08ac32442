import type { DBSchema } from 'idb';
import { expect, it, vi } from 'vitest';
import { uuid7 } from '$lib/sync/uuid7';
import { deleteDB, openDB } from './promised';

interface Things extends DBSchema {
  things: { key: string; value: { id: string; day: string }; indexes: { day: string } };
}
const open = (name: string, version = 1, events = {}) =>
  openDB<Things>(name, version, {
    upgrade: (db, from) => {
      if (from < 1) db.createObjectStore('things', { keyPath: 'id' }).createIndex('day', 'day');
    },
    ...events,
  });

it('reads and writes in transactions of their own and in shared ones', async () => {
  const db = await open(uuid7());
  await db.put('things', { id: 'a', day: '2' });
  const tx = db.transaction('things', 'readwrite');
  void tx.store.put({ id: 'b', day: '1' });
  expect(await tx.objectStore('things').index('day').getAll()).toMatchObject([{ id: 'b' }, { id: 'a' }]);
  await tx.done;
  expect([await db.count('things'), await db.get('things', 'b')]).toEqual([2, { id: 'b', day: '1' }]);
  await db.delete('things', 'a');
  await db.clear('things');
  expect(await db.getAll('things')).toEqual([]);
  db.close();
});

it('rejects what fails, with the reason, and undoes its transaction', async () => {
  const db = await open(uuid7());
  await db.put('things', { id: 'a', day: '1' });
  const tx = db.transaction('things', 'readwrite');
  const first = tx.store.put({ id: 'b', day: '1' });
  const again = tx.store.add({ id: 'a', day: '2' });
  await first;
  await expect(again).rejects.toMatchObject({ name: 'ConstraintError' });
  await expect(tx.done).rejects.toMatchObject({ name: 'ConstraintError' });
  expect(await db.getAll('things')).toEqual([{ id: 'a', day: '1' }]);
  db.close();
});

it('says when another tab needs the database', async () => {
  const name = uuid7();
  const blocking = vi.fn();
  const db = await open(name, 1, { blocking: () => (blocking(), db.close()) });
  const newer = await open(name, 2);
  expect(blocking).toHaveBeenCalledOnce();
  newer.close();
  await deleteDB(name);
  expect(await (await open(name)).count('things')).toBe(0);
});
