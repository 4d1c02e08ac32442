import { afterEach, expect, it, vi } from 'vitest';
import { readCache } from '$lib/db/read';
import { uuid7 } from '$lib/sync/uuid7';

vi.hoisted(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

const { Cached } = await import('./cached.svelte');
const { data } = await import('./data.svelte');

afterEach(() => data.close());

it('keeps an answer on the device and shows it at once the next time', async () => {
  await data.open(uuid7());
  await new Cached('words', () => Promise.resolve('calm')).load();
  const next = new Cached<string>('words', () => Promise.reject(new Error('no server')));
  await next.load();
  expect([next.value, !!next.failure]).toEqual(['calm', true]);
});

it('an answer for one person that comes late is never shown to the next, nor kept for them', async () => {
  let answer: (value: string) => void = () => undefined;
  await data.open(uuid7());
  const words = new Cached<string>('words', () => new Promise((resolve) => (answer = resolve)));
  const loaded = words.load();
  await vi.waitFor(() => expect(words.loading).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await data.open(uuid7());
  answer('private');
  await loaded;
  expect(words.value).toBeUndefined();
  expect(await readCache(data.connection!, 'words')).toBeUndefined();
});

it('does not ask again for what is young enough', async () => {
  await data.open(uuid7());
  const fetch = vi.fn(() => Promise.resolve('calm'));
  await new Cached('words', fetch).load(60_000);
  const next = new Cached('words', fetch);
  await next.load(60_000);
  expect([next.value, fetch.mock.calls.length]).toEqual(['calm', 1]);
  await next.load();
  expect(fetch).toHaveBeenCalledTimes(2);
});
