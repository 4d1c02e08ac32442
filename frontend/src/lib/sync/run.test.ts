import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SyncRequest } from '$lib/api/types';
import { Connection } from '$lib/db/connection';
import { write } from '$lib/db/write';
import { FakeServer } from './fake-server';
import { syncOnce } from './run';
import { uuid7 } from './uuid7';

let connection: Connection;
let sent: RequestInit[];
let held: boolean;

beforeEach(() => {
  connection = new Connection(uuid7());
  sent = [];
  held = false;
  const server = new FakeServer();
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    sent.push(init);
    return Response.json(await server.send(JSON.parse(String(init.body)) as SyncRequest));
  });
  const request = (_: string, options: object, work: (lock: object | null) => unknown) => {
    expect(options).toEqual({ ifAvailable: true });
    return work(held ? null : {});
  };
  vi.stubGlobal('navigator', { locks: { request } });
});
afterEach(() => connection.close());

const put = (fields: object) =>
  write(connection, { opId: uuid7(), entity: 'mood', entityId: uuid7(), fields: { ...fields }, v: 2 }, uuid7());

it('sends requests that outlive the page, while they are small enough for that', async () => {
  await put({ level: 3 });
  await syncOnce(connection);
  expect(sent.map(({ keepalive }) => keepalive)).toEqual([true]);
  await put({ note: 'x'.repeat(70_000) });
  await syncOnce(connection);
  expect(sent.map(({ keepalive }) => keepalive)).toEqual([true, false]);
});

it('leaves it to whoever is at it already', async () => {
  await put({ level: 3 });
  held = true;
  expect(await syncOnce(connection)).toBeUndefined();
  expect(sent).toEqual([]);
});
