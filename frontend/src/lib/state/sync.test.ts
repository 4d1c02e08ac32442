import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { uuid7 } from '$lib/sync/uuid7';

const page = new EventTarget();
const view = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const register = vi.fn(() => Promise.resolve());
const registration = { sync: { register } };
vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
vi.stubGlobal('document', view);
vi.stubGlobal('navigator', {
  onLine: true,
  languages: ['en'],
  serviceWorker: { ready: Promise.resolve(registration) },
});
const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
const syncOnce = vi.fn((): Promise<unknown> => Promise.resolve({ state: 'done', touched: [] }));
vi.mock('./later', () => ({ syncOnce: () => syncOnce(), checkedIn: () => Promise.resolve() }));

const { data } = await import('./data.svelte');
const { session } = await import('./session.svelte');
const { sync } = await import('./sync.svelte');
const { now } = await import('$lib/time/now');
const today = new Date().toISOString().slice(0, 10);
const exchanges = (count: number) => vi.waitFor(() => expect(syncOnce).toHaveBeenCalledTimes(count), { timeout: 3000 });
sync.start();

beforeEach(async () => {
  const id = uuid7();
  session.user = { id, email: '', role: 'member' };
  session.expired = false;
  await data.open(id);
  syncOnce.mockClear();
  register.mockClear();
});
afterEach(async () => {
  await data.settled();
});

describe('a sync', () => {
  it('comes a moment after the last tap, and where the browser can also without the page', async () => {
    await data.write('mood', 'm', { day: today, level: 3 });
    await new Promise((resolve) => setTimeout(resolve, 800));
    await data.write('mood', 'm', { level: 4 });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(syncOnce).not.toHaveBeenCalled();
    await exchanges(1);
    expect(register).toHaveBeenCalledWith('outbox');
  });

  it.each([
    ['the network comes back', () => page.dispatchEvent(new Event('online'))],
    ['the window gets the focus', () => page.dispatchEvent(new Event('focus'))],
    ['the page is seen or left', () => view.dispatchEvent(new Event('visibilitychange'))],
  ])('comes when %s', async (_, happen) => {
    happen();
    await exchanges(1);
  });

  it('keeps all and asks to sign in when the server does not know us, and then waits', async () => {
    await data.write('mood', 'm', { day: today, level: 3 });
    syncOnce.mockResolvedValueOnce({ state: 'signed-out', touched: [] });
    await sync.flush();
    expect(session.expired).toBe(true);
    expect(sync.waiting).toBe(1);
    await sync.flush();
    expect(syncOnce).toHaveBeenCalledTimes(1);
  });

  it('tells the next person nothing of what the last one left behind', async () => {
    await data.write('mood', 'm', { day: today, level: 3 });
    await sync.flush();
    expect([sync.waiting, sync.lastDone]).toEqual([1, expect.any(Number)]);
    await data.close();
    await sync.count();
    expect([sync.waiting, sync.refused, sync.lastDone]).toEqual([0, 0, undefined]);
  });

  it('writes first what the device did not take', async () => {
    const refuse = vi.spyOn(data.connection!, 'run').mockRejectedValue(new DOMException('', 'QuotaExceededError'));
    await data.write('mood', 'm', { day: today, level: 3 });
    refuse.mockRestore();
    expect(data.failed).toBe(true);
    await sync.flush();
    expect(data.failed).toBe(false);
    expect(sync.waiting).toBe(1);
  });
});

describe('a clock more than a day off', () => {
  const learn = (offset: number) =>
    data.connection!.run(async (db) => void (await db.put('meta', offset, 'offset')));

  it('is noticed, and the server’s time is used', async () => {
    await learn(-3 * 86_400_000);
    await sync.count();
    expect(sync.clockOff).toBe(true);
    expect(now() - Date.now()).toBeLessThan(-2.9 * 86_400_000);
  });

  it('is trusted again once it is set', async () => {
    await learn(3_600_000);
    await sync.count();
    expect(sync.clockOff).toBe(false);
    expect(Math.abs(now() - Date.now())).toBeLessThan(1000);
  });
});
