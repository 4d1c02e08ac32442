import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '$lib/db/connection';
import { readOutbox, readRows } from '$lib/db/read';
import type { Entity } from '$lib/db/model';
import { write } from '$lib/db/write';
import { setCurrentUser } from '$lib/db/shared';
import { FakeServer } from '$lib/sync/fake-server';
import type { SyncRequest } from '$lib/api/types';
import { uuid7 } from '$lib/sync/uuid7';
import { answer } from './answer';

const DAY = '2026-11-24';
const habitId = uuid7();
const register = vi.fn(() => Promise.resolve());
let owner: string;
let connection: Connection;
let server: FakeServer;
let online: boolean;

beforeEach(async () => {
  owner = uuid7();
  connection = new Connection(owner);
  server = new FakeServer();
  online = true;
  register.mockClear();
  await setCurrentUser(owner);
  vi.stubGlobal('self', { registration: { sync: { register } } });
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    if (!online) throw new TypeError('no network');
    return Response.json(await server.send(JSON.parse(body) as SyncRequest));
  });
});
afterEach(() => connection.close());

describe('an answer with no window open', () => {
  it('checks the habit for the day that was asked about, and sends it', async () => {
    expect(await answer('done', { kind: 'habit', habitId, day: DAY }, owner)).toBe(true);
    expect(server.rows.get(`entry/${habitId}:${DAY}`)?.fields).toMatchObject({ value: 1, deleted: false });
    expect(await readOutbox(connection)).toEqual([]);
  });

  it('notes the mood with its day and instant', async () => {
    const before = Date.now();
    expect(await answer('mood-2', { kind: 'mood', day: DAY }, owner)).toBe(true);
    const [sent] = server.requests[0]?.ops ?? [];
    expect(sent).toMatchObject({ entity: 'mood', fields: { day: DAY, level: 2 } });
    expect(sent?.fields['at']).toBeGreaterThanOrEqual(before);
  });

  it('stamps it as the app does, so that a later tap wins', async () => {
    online = false;
    for (const action of ['mood-4', 'done']) await answer(action, { habitId, day: DAY }, owner);
    const [first = '', second = ''] = (await readOutbox(connection)).map(({ stamp }) => stamp);
    expect(first).toMatch(/^\d{15}:\d{4}:[0-9a-f-]{36}$/);
    expect(second > first).toBe(true);
  });

  it('keeps it without a network, visible to the app, and lets the browser try again', async () => {
    online = false;
    expect(await answer('done', { habitId, day: DAY }, owner)).toBe(true);
    expect(await readOutbox(connection)).toMatchObject([{ entityId: `${habitId}:${DAY}`, fields: { value: 1 } }]);
    const [row] = await readRows(connection, [{ entity: 'entry', id: `${habitId}:${DAY}` }]);
    expect(row?.row?.view).toMatchObject({ value: 1 });
    expect(register).toHaveBeenCalledExactlyOnceWith('outbox');
  });

  it.each([
    ['the notification was somebody else’s', uuid7()],
    ['nobody was signed in when it came', undefined],
  ])('writes nothing when %s', async (_, other) => {
    expect(await answer('done', { habitId, day: DAY }, other)).toBe(false);
    expect(server.requests).toEqual([]);
    expect(await readOutbox(connection)).toEqual([]);
  });

  it('writes nothing once its owner has signed out', async () => {
    await setCurrentUser(undefined);
    expect(await answer('done', { habitId, day: DAY }, owner)).toBe(false);
  });

  it('skips the day without a window, and what was noted of it stays', async () => {
    await answer('done', { habitId, day: DAY }, owner);
    expect(await answer('skip', { habitId, day: DAY }, owner)).toBe(true);
    expect(server.rows.get(`entry/${habitId}:${DAY}`)?.fields).toMatchObject({ value: 1, skipped: true });
    expect(server.requests.at(-1)?.ops[0]).toMatchObject({ v: 2, fields: { skipped: true, deleted: false } });
  });

  it('adds to a measured day what it still lacks', async () => {
    const put = (entity: Entity, entityId: string, fields: object) =>
      write(connection, { opId: uuid7(), entity, entityId, fields: { ...fields }, v: 2 }, uuid7());
    await put('habit', habitId, { name: 'Water', kind: 'at_least', target: 8 });
    await put('amount', uuid7(), { habitId, day: DAY, amount: 3 });
    expect(await answer('done', { habitId, day: DAY }, owner)).toBe(true);
    const added = [...server.rows.values()].filter(({ entity }) => entity === 'amount');
    expect(added.map(({ fields }) => fields['amount'])).toEqual([3, 5]);
    await put('habit', habitId, { kind: 'at_most' });
    expect(await answer('done', { habitId, day: DAY }, owner)).toBe(false);
  });

  it('leaves a plain tap and unknown buttons to the app', async () => {
    for (const action of ['', 'sing']) expect(await answer(action, { habitId, day: DAY }, owner)).toBe(false);
  });
});
