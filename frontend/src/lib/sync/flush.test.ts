import { beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '$lib/api/failure';
import type { SyncAnswer, SyncRequest } from '$lib/api/types';
import { Connection } from '$lib/db/connection';
import type { Entity } from '$lib/db/model';
import { countUnsent, readCursor, readDead, readOutbox, readRows } from '$lib/db/read';
import { write } from '$lib/db/write';
import { exchange, type Send } from './flush';
import { FakeServer } from './fake-server';
import { uuid7 } from './uuid7';

const device = '01990000-0000-7000-8000-000000000001';
let connection: Connection;
let server: FakeServer;

beforeEach(() => {
  connection = new Connection(uuid7());
  server = new FakeServer();
});

const put = (entity: Entity, entityId: string, fields: Record<string, unknown>) =>
  write(connection, { opId: uuid7(), entity, entityId, fields, v: 1 }, device);
const view = async (entity: Entity, id: string) => (await readRows(connection, [{ entity, id }]))[0]?.row?.view;
const sync = (send: Send = server.send) => exchange(connection, device, send);

describe('writing', () => {
  it('keeps row and operation together', async () => {
    await put('mood', 'm1', { level: 4, day: '2026-11-24' });
    expect(await view('mood', 'm1')).toMatchObject({ level: 4, deleted: false });
    expect(await readOutbox(connection)).toMatchObject([{ entityId: 'm1', fields: { level: 4 } }]);
  });

  it('does not write the same operation twice', async () => {
    const draft = { opId: uuid7(), entity: 'mood' as const, entityId: 'm1', fields: { level: 4 }, v: 1 as const };
    await write(connection, draft, device);
    await write(connection, draft, device);
    expect(await readOutbox(connection)).toHaveLength(1);
  });

  it('works again after the browser took the handle away', async () => {
    await put('mood', 'm1', { level: 4 });
    await connection.run(async (db) => db.close());
    await put('mood', 'm2', { level: 2 });
    expect((await countUnsent(connection)).waiting).toBe(2);
  });
});

describe('an exchange', () => {
  it('sends everything, in batches, and empties the outbox', async () => {
    for (let i = 0; i < 450; i++) await put('mood', `m${i}`, { level: 1 + (i % 5) });
    expect((await sync()).state).toBe('done');
    expect(server.rows.size).toBe(450);
    expect(server.requests.map((request) => request.ops.length)).toEqual([200, 200, 50]);
    expect(await readOutbox(connection)).toHaveLength(0);
  });

  it('reads page after page until it knows all', async () => {
    for (let i = 0; i < 1200; i++) server.put('mood', `m${i}`, { level: 3 });
    await sync();
    expect(await readCursor(connection)).toBe(1200);
    expect(await view('mood', 'm1199')).toMatchObject({ level: 3 });
  });

  it('keeps everything without a network, and asks for sign-in on 401', async () => {
    await put('mood', 'm1', { level: 4 });
    expect((await sync(() => Promise.reject(new Failure(0, undefined)))).state).toBe('offline');
    expect((await sync(() => Promise.reject(new Failure(503, undefined)))).state).toBe('offline');
    expect((await sync(() => Promise.reject(new Failure(401, undefined)))).state).toBe('signed-out');
    expect(await readOutbox(connection)).toHaveLength(1);
    expect(await view('mood', 'm1')).toMatchObject({ level: 4 });
  });

  it('never sends as somebody else who has signed in on this browser', async () => {
    await put('mood', 'm1', { level: 4 });
    const asked: unknown[] = [];
    const other: Send = ({ user }) => {
      asked.push(user);
      return Promise.reject(new Failure(409, { type: 'urn:everkeel:other-account', title: '' }));
    };
    expect((await sync(other)).state).toBe('signed-out');
    expect(asked).toEqual([connection.userId]);
    expect(await countUnsent(connection)).toEqual({ waiting: 1, refused: 0 });
  });

  it('sends again what the server found too many, and refuses nothing for that', async () => {
    for (let i = 0; i < 5; i++) await put('mood', `m${i}`, { level: 3 });
    const short: Send = async (request) => {
      const answer = await server.send({ ...request, ops: request.ops.slice(0, 2) });
      const late = request.ops.slice(2).map(({ opId }) => ({ opId, status: 'rejected' as const, code: 'too-many', detail: null }));
      return { ...answer, results: [...answer.results, ...late] };
    };
    expect((await sync(short)).state).toBe('done');
    expect(server.rows.size).toBe(5);
    expect(await countUnsent(connection)).toEqual({ waiting: 0, refused: 0 });
    const none: Send = async (request) => {
      const answer = await server.send({ ...request, ops: [] });
      return { ...answer, results: request.ops.map(({ opId }) => ({ opId, status: 'rejected', code: 'too-many', detail: null })) };
    };
    await put('mood', 'm9', { level: 3 });
    expect((await sync(none)).state).toBe('refused');
    expect(await countUnsent(connection)).toEqual({ waiting: 1, refused: 0 });
  });

  it('repeats what was lost on the way back, and the server sees it once', async () => {
    await put('mood', 'm1', { level: 4 });
    const lossy: Send = async (request) => {
      await server.send(request);
      throw new Failure(0, undefined);
    };
    expect((await sync(lossy)).state).toBe('offline');
    expect((await sync()).state).toBe('done');
    expect(server.applied).toBe(1);
    expect(await view('mood', 'm1')).toMatchObject({ level: 4 });
  });

  it('lets an operation go only by its own result', async () => {
    await put('mood', 'm1', { level: 4 });
    await put('mood', 'm2', { level: 2 });
    const partial: Send = async (request) => {
      const answer = await server.send({ ...request, ops: request.ops.slice(0, 1) });
      return { ...answer, hasMore: false };
    };
    let first = true;
    await sync(async (request) => (first ? ((first = false), partial(request)) : Promise.reject(new Failure(0, undefined))));
    expect((await readOutbox(connection)).map((op) => op.entityId)).toEqual(['m2']);
  });

  it('does not turn for ever when the server answers for none', async () => {
    await put('mood', 'm1', { level: 4 });
    const deaf: Send = async (request) => server.send({ ...request, ops: [] });
    expect((await sync(deaf)).state).toBe('refused');
    expect(await readOutbox(connection)).toHaveLength(1);
  });
});

describe('conflicts', () => {
  it('overwrites a field unless an unsent change touches it', async () => {
    server.put('habit', 'h1', { name: 'Walk', colour: 1 });
    await sync();
    await put('habit', 'h1', { name: 'Run' });
    server.put('habit', 'h1', { name: 'Swim', colour: 5 });
    const pullOnly: Send = (request) => server.send({ ...request, ops: [] });
    await sync(pullOnly);
    expect(await view('habit', 'h1')).toMatchObject({ name: 'Run', colour: 5 });
  });

  it('shows the winner when the own change was superseded', async () => {
    server.put('habit', 'h1', { name: 'Swim' }, '999999999999999:0000:other');
    await put('habit', 'h1', { name: 'Run' });
    await sync();
    expect(await view('habit', 'h1')).toMatchObject({ name: 'Swim' });
  });

  it('keeps a refused change apart and shows what the server has', async () => {
    server.put('habit', 'h1', { name: 'Walk' });
    await sync();
    await put('habit', 'h1', { name: 'x'.repeat(200) });
    server.refuse = (op) => String(op.fields['name'] ?? '').length > 80;
    await sync();
    expect(await view('habit', 'h1')).toMatchObject({ name: 'Walk' });
    expect(await readDead(connection)).toMatchObject([{ entityId: 'h1', code: 'invalid' }]);
    expect(await countUnsent(connection)).toEqual({ waiting: 0, refused: 1 });
  });

  it('isolates one operation that the server will not even read', async () => {
    for (let i = 0; i < 5; i++) await put('mood', `m${i}`, { level: 3 });
    const picky: Send = (request: SyncRequest): Promise<SyncAnswer> =>
      request.ops.some((op) => op.entityId === 'm2')
        ? Promise.reject(new Failure(400, undefined))
        : server.send(request);
    expect((await sync(picky)).state).toBe('done');
    expect([...server.rows.keys()].sort()).toEqual(['mood/m0', 'mood/m1', 'mood/m3', 'mood/m4']);
    expect(await readDead(connection)).toMatchObject([{ entityId: 'm2', code: 'unreadable' }]);
  });
});

describe('a resync', () => {
  it('drops what the server no longer knows and keeps what is unsent', async () => {
    server.put('mood', 'old', { level: 1 });
    await sync();
    server.forget('mood', 'old');
    server.put('mood', 'new', { level: 5 });
    server.oldestCursor = 99;
    await put('mood', 'mine', { level: 3 });
    const noPush: Send = (request) => server.send({ ...request, ops: [] });
    await sync(noPush);
    expect(await view('mood', 'old')).toBeUndefined();
    expect(await view('mood', 'new')).toMatchObject({ level: 5 });
    expect(await view('mood', 'mine')).toMatchObject({ level: 3 });
    expect(await readOutbox(connection)).toHaveLength(1);
  });
});
