import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeKey, PushUnavailable, register, sameKey, within } from './subscription';

const KEY = 'AQIDBA';

it('reads a key as the server writes it, without padding', () => {
  expect([...decodeKey('-_8A')]).toEqual([251, 255, 0]);
  expect(decodeKey(KEY)).toHaveLength(4);
});

it('notices a subscription that was made for another key', () => {
  const key = decodeKey(KEY);
  expect(sameKey(key.buffer, decodeKey(KEY))).toBe(true);
  expect(sameKey(key.buffer, decodeKey('AQIDBQ'))).toBe(false);
  expect(sameKey(null, key)).toBe(false);
});

it('does not wait for a push service for ever', async () => {
  await expect(within(new Promise(() => {}), 5)).rejects.toBeInstanceOf(PushUnavailable);
});

describe('registering', () => {
  const told = vi.fn();
  const madeFor = (key: string, endpoint: string) => ({
    endpoint,
    options: { applicationServerKey: decodeKey(key).buffer },
    toJSON: () => ({ keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: vi.fn(async () => true),
  });
  const manager = (existing: ReturnType<typeof madeFor> | null) => {
    const subscribe = vi.fn(async () => madeFor(KEY, 'https://push.example/new'));
    return { subscribe, getSubscription: async () => existing } as unknown as PushManager & { subscribe: typeof subscribe };
  };

  beforeEach(() => {
    told.mockClear();
    vi.stubGlobal('fetch', async (path: string, { body }: { body?: string }) => {
      if (path === '/api/meta') return Response.json({ vapidPublicKey: KEY });
      told(JSON.parse(body ?? ''));
      return Response.json({ id: 'the-id' });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('keeps a subscription for the present key, and tells the server of it again', async () => {
    const here = manager(madeFor(KEY, 'https://push.example/old'));
    expect(await register(here)).toBe('the-id');
    expect(here.subscribe).not.toHaveBeenCalled();
    expect(told.mock.calls).toMatchObject([
      [{ endpoint: 'https://push.example/old', keys: { p256dh: 'p', auth: 'a' }, applicationServerKey: KEY }],
    ]);
  });

  it('replaces one that was made for a former key', async () => {
    const old = madeFor('AQIDBQ', 'https://push.example/old');
    const here = manager(old);
    await register(here);
    expect(old.unsubscribe).toHaveBeenCalledOnce();
    expect(here.subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: decodeKey(KEY) });
    expect(told.mock.calls).toMatchObject([[{ endpoint: 'https://push.example/new' }]]);
  });

  it('makes one that the browser has lost anew', async () => {
    const here = manager(null);
    await register(here);
    expect(here.subscribe).toHaveBeenCalledOnce();
  });
});
