import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { blank } from '$lib/db/blank';
import { data } from '$lib/state/data.svelte';
import { today } from '$lib/state/today.svelte';
import { addDays } from '$lib/time/day';
import { toasts } from '$lib/ui/toasts.svelte';
import { archive } from './act';

vi.hoisted(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

const ID = '01890000-0000-7000-8000-000000000001';
const habit = () => data.habits.get(ID)!;
const pauses = () => [...data.pauses.values()].map(({ habitId, firstDay, lastDay }) => ({ habitId, firstDay, lastDay }));

beforeEach(async ({ task }) => {
  await data.open(task.id);
  await data.write('habit', ID, { ...blank.habit, name: 'Walk', createdOn: '2026-01-01' });
});
afterEach(() => data.close());

test('A habit that is put away pauses until it is taken up again', () => {
  archive(habit());
  expect(habit().archived).toBe(true);
  expect(pauses()).toEqual([{ habitId: ID, firstDay: today.day, lastDay: null }]);
  const [pause] = data.pauses.keys();
  void data.write('pause', pause!, { firstDay: addDays(today.day, -9) });
  archive(habit());
  expect(habit().archived).toBe(false);
  expect(pauses()).toEqual([{ habitId: ID, firstDay: addDays(today.day, -9), lastDay: addDays(today.day, -1) }]);
});

test('Undoing takes the pause back', () => {
  archive(habit());
  toasts.current?.action?.run();
  expect([habit().archived, pauses()]).toEqual([false, []]);
});

test('A pause that lasts already is enough', () => {
  void data.write('pause', '01890000-0000-7000-8000-000000000002', { ...blank.pause, habitId: ID, firstDay: '2026-02-01' });
  archive(habit());
  expect(pauses()).toHaveLength(1);
});
