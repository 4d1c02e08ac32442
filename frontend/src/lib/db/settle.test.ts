import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeServer } from '$lib/sync/fake-server';
import { exchange, type Send } from '$lib/sync/flush';
import { uuid7 } from '$lib/sync/uuid7';
import { Connection } from './connection';
import { write } from './write';

const HOUR_MS = 3_600_000;
const device = '01990000-0000-7000-8000-000000000001';
const trueTime = 1_795_500_000_000;
let connection: Connection;
let server: FakeServer;

beforeEach(() => {
  connection = new Connection(uuid7());
  server = new FakeServer();
});
afterEach(() => void vi.restoreAllMocks());

const phoneIsOffBy = (ms: number) => vi.spyOn(Date, 'now').mockReturnValue(trueTime + ms);
const send: Send = async (request) => ({ ...(await server.send(request)), serverTime: trueTime });
const sync = () => exchange(connection, device, send);
async function rename(name: string): Promise<number> {
  const draft = { opId: uuid7(), entity: 'habit' as const, entityId: 'h1', fields: { name }, v: 2 as const };
  return Number((await write(connection, draft, device)).stamp.slice(0, 15));
}

it.each([72, 400 * 24, -72])('learns from the first answer that the clock is off by %i hours', async (hours) => {
  phoneIsOffBy(hours * HOUR_MS);
  expect(await rename('Walk')).toBe(trueTime + hours * HOUR_MS);
  await sync();
  expect(Math.abs((await rename('Run')) - trueTime)).toBeLessThanOrEqual(1000);
});

it('is right again when somebody sets the clock, wrongly and then rightly', async () => {
  await sync();
  phoneIsOffBy(72 * HOUR_MS);
  await rename('Walk');
  await sync();
  phoneIsOffBy(0);
  await sync();
  expect(Math.abs((await rename('Run')) - trueTime)).toBeLessThanOrEqual(1001);
});

it('keeps its order while something from the future still waits', async () => {
  phoneIsOffBy(72 * HOUR_MS);
  const first = await rename('Walk');
  const half: Send = async (request) => ({ ...(await send({ ...request, ops: [] })), results: [] });
  expect((await exchange(connection, device, half)).state).toBe('refused');
  expect(await rename('Run')).toBeGreaterThanOrEqual(first);
});
