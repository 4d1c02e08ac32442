import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { data } from '$lib/state/data.svelte';
import { today } from '$lib/state/today.svelte';
import { addDays } from '$lib/time/day';
import { toasts } from '$lib/ui/toasts.svelte';
import { lessLikeThis, lessUntil, markRead, readOn } from './act';

vi.hoisted(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

const article = { id: '01890000-0000-7000-8000-00000000000a' };

beforeEach(({ task }) => data.open(task.id));
afterEach(() => data.close());

test('"less like this" holds for 90 days and can be taken back', () => {
  lessLikeThis(article);
  expect(data.readings.get(article.id)).toMatchObject({ lessUntil: addDays(today.day, 90), saved: false });
  expect(lessUntil(article.id)).toBeDefined();
  toasts.current?.action?.run();
  expect(data.readings.get(article.id)).toMatchObject({ lessUntil: null });
  expect(lessUntil(article.id)).toBeUndefined();
});

test('it is over after its last day', async () => {
  await data.write('reading', article.id, { lessUntil: addDays(today.day, -1) });
  expect(lessUntil(article.id)).toBeUndefined();
});

test('reading is noted with its day, and can be unmarked', () => {
  expect(readOn(article.id)).toBeUndefined();
  markRead(article);
  expect(data.readings.get(article.id)?.readOn).toBe(today.day);
  markRead(article, false);
  expect(readOn(article.id)).toBeUndefined();
});
