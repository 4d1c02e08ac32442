import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { blank } from '$lib/db/blank';
import { entryId, type Kind } from '$lib/db/model';
import { readOutbox } from '$lib/db/read';
import { data } from '$lib/state/data.svelte';
import { today } from '$lib/state/today.svelte';
import { toasts } from '$lib/ui/toasts.svelte';
import { skip } from './act';
import { addAmount, keep, toggle } from './tap';

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
const entry = () => data.entries.get(entryId(ID, today.day));
const undo = (): void => toasts.current?.action?.run();

/** The fields of the entry's operations, in their order. */
async function written(): Promise<object[]> {
  await data.settled();
  const ops = await readOutbox(data.connection!);
  return ops.filter(({ entity }) => entity === 'entry').map(({ fields }) => fields);
}

const begin = (kind: Kind): Promise<void> =>
  data.write('habit', ID, { ...blank.habit, kind, name: 'Walk', createdOn: '2026-01-01' });

beforeEach(async ({ task }) => {
  await data.open(task.id);
  await begin('yes_no');
});
afterEach(() => data.close());

test('Leaving a day out, and taking that back, says nothing of whether it was done', async () => {
  skip(habit(), today.day);
  undo();
  skip(habit(), today.day);
  skip(habit(), today.day);
  for (const fields of await written()) expect(fields).not.toHaveProperty('value');
  expect(entry()).toMatchObject({ value: 0, skipped: false });
});

test('A day that was done is done again once it is no longer left out', () => {
  toggle(habit(), today.day);
  skip(habit(), today.day);
  expect(entry()).toMatchObject({ value: 1, skipped: true });
  skip(habit(), today.day);
  expect(entry()).toMatchObject({ value: 1, skipped: false });
});

test('A tap says that it is done, also on a day that was left out', async () => {
  skip(habit(), today.day);
  toggle(habit(), today.day);
  expect((await written()).at(-1)).toEqual({ value: 1, skipped: false, deleted: false });
  undo();
  expect(entry()).toMatchObject({ value: 0, skipped: true });
});

test('An answer that was taken back does not come again with the day that is left out', async () => {
  await begin('avoid');
  keep(habit(), today.day, 1);
  keep(habit(), today.day, 1);
  expect(entry()).toBeUndefined();
  skip(habit(), today.day);
  expect(entry()).toMatchObject({ value: 0, skipped: true });
  undo();
  expect(entry()).toBeUndefined();
});

test('Undoing an amount leaves out again the day that it made count', async () => {
  await begin('at_least');
  skip(habit(), today.day);
  addAmount(habit(), today.day, 2);
  expect(entry()).toMatchObject({ skipped: false });
  undo();
  expect(entry()).toMatchObject({ skipped: true });
  expect(data.amountsOn.get(entryId(ID, today.day))).toEqual([]);
});
