import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { uuid7 } from '$lib/sync/uuid7';
import { Connection, nameOf } from './connection';
import { readCursor, readDays, readDead, readLists, readOutbox } from './read';
import { write } from './write';

const device = '01990000-0000-7000-8000-000000000001';
const habit = uuid7();
const entry = `${habit}:2026-11-24`;
const op = (entity: string, entityId: string, fields: object) => ({
  opId: uuid7(), entity, entityId, fields, stamp: `000000000000001:0000:${device}`, v: 1,
});

/** A database as the first version of the app left it, with work that was never sent. */
async function first(userId: string) {
  const db = await openDB(nameOf(userId), 1, {
    upgrade(made) {
      made.createObjectStore('habits', { keyPath: 'id' });
      made.createObjectStore('entries', { keyPath: 'id' }).createIndex('day', 'day');
      made.createObjectStore('moods', { keyPath: 'id' }).createIndex('day', 'day');
      made.createObjectStore('profiles', { keyPath: 'id' });
      const outbox = made.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
      outbox.createIndex('opId', 'opId', { unique: true });
      outbox.createIndex('row', ['entity', 'entityId']);
      made.createObjectStore('dead', { keyPath: 'opId' });
      made.createObjectStore('meta');
      made.createObjectStore('cache');
    },
  });
  const ops = [
    op('habit', habit, { name: 'Walk', weekdays: 31 }),
    op('entry', entry, { value: 1, deleted: false }),
    op('mood', 'm', { day: '2026-11-24', level: 4, tags: ['sun'], deleted: false }),
  ];
  const dead = { ...op('habit', habit, { name: '' }), code: 'invalid', detail: '' };
  await db.put('habits', { id: habit, base: { name: 'Walk' }, view: { name: 'Walk', weekdays: 31 } });
  await db.put('entries', { id: entry, day: '2026-11-24', base: null, view: { value: 1, deleted: false } });
  await db.put('moods', { id: 'm', day: '2026-11-24', base: null, view: { day: '2026-11-24', level: 4 } });
  await db.put('profiles', { id: userId, base: { zone: 'UTC' }, view: { zone: 'UTC' } });
  for (const each of ops) await db.add('outbox', each);
  await db.put('dead', dead);
  await db.put('meta', 17, 'cursor');
  await db.put('meta', { ms: 5, counter: 1 }, 'clock');
  db.close();
  return { ops, dead };
}

it('an upgrade keeps every row, every unsent change and what was refused', async () => {
  const userId = uuid7();
  const { ops, dead } = await first(userId);
  const connection = new Connection(userId);
  expect(await readOutbox(connection)).toEqual(ops.map((each, index) => ({ ...each, seq: index + 1 })));
  expect(await readDead(connection)).toEqual([dead]);
  const rows = [...(await readLists(connection)), ...(await readDays(connection, '2026-11-01'))];
  expect(rows.map(([entity, { id }]) => [entity, id])).toEqual([
    ['profile', userId], ['habit', habit], ['entry', entry], ['mood', 'm'],
  ]);
  await connection.close();
});

it('an upgraded database takes the new things, and asks the server for all of them', async () => {
  const userId = uuid7();
  await first(userId);
  const connection = new Connection(userId);
  expect(await readCursor(connection)).toBe(0);
  const fields = { habitId: habit, day: '2026-11-24', amount: 2 };
  await write(connection, { opId: uuid7(), entity: 'amount', entityId: 'a', fields, v: 2 }, device);
  expect((await readDays(connection, '2026-11-24')).map(([entity]) => entity)).toEqual(['entry', 'amount', 'mood']);
  expect(await readOutbox(connection)).toHaveLength(4);
  await connection.close();
});

it('a database of the second version gets places for what is new, and asks for all of it once', async () => {
  const userId = uuid7();
  const db = await openDB(nameOf(userId), 2, {
    upgrade(made) {
      for (const name of ['groups', 'habits', 'entries', 'amounts', 'pauses', 'moods', 'factors', 'events', 'profiles']) {
        const store = made.createObjectStore(name, { keyPath: 'id' });
        if (['entries', 'amounts', 'moods'].includes(name)) store.createIndex('day', 'day');
      }
      const outbox = made.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
      outbox.createIndex('opId', 'opId', { unique: true });
      outbox.createIndex('row', ['entity', 'entityId']);
      made.createObjectStore('dead', { keyPath: 'opId' });
      made.createObjectStore('meta');
      made.createObjectStore('cache');
    },
  });
  await db.put('meta', 17, 'cursor');
  const waiting = { ...op('mood', 'm', { level: 4 }), v: 2 };
  await db.add('outbox', waiting);
  db.close();
  const connection = new Connection(userId);
  expect(await readCursor(connection)).toBe(0);
  expect(await readOutbox(connection)).toEqual([{ ...waiting, seq: 1 }]);
  const answers = [0, 1, 2, 3, 0, 1, 2];
  await write(connection, { opId: uuid7(), entity: 'screening', entityId: 's', fields: { instrument: 'gad7', answers }, v: 2 }, device);
  await write(connection, { opId: uuid7(), entity: 'reading', entityId: 'r', fields: { saved: true }, v: 2 }, device);
  const rows = await readLists(connection);
  expect(rows.map(([entity, { view }]) => [entity, view['answers'] ?? view['saved']])).toEqual([
    ['screening', answers], ['reading', true],
  ]);
  await connection.close();
});
