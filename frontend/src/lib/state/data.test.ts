import { beforeEach, expect, it, vi } from 'vitest';
import { entryId } from '$lib/db/model';
import { readDead, readOutbox } from '$lib/db/read';
import { uuid7 } from '$lib/sync/uuid7';
import { addDays } from '$lib/time/day';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
const { addDraft, pendingDrafts } = await import('$lib/db/journal');
const { data } = await import('./data.svelte');

const today = new Date().toISOString().slice(0, 10);
const ago = (days: number): string => addDays(today, -days);
let user: string;
const outbox = async () => readOutbox(data.connection!);

beforeEach(async () => {
  kept.clear();
  user = uuid7();
  await data.open(user);
});

it('writes at the next start what a frozen page had only noted', async () => {
  const next = uuid7();
  addDraft(next, { opId: uuid7(), entity: 'mood', entityId: 'm', fields: { day: today, level: 4 }, v: 2 });
  await data.open(next);
  expect(data.moods.get('m')).toMatchObject({ level: 4, note: '' });
  expect(await outbox()).toHaveLength(1);
  expect(pendingDrafts(next)).toEqual([]);
});

it('keeps trying what the device did not take, and says so meanwhile', async () => {
  const refuse = vi.spyOn(data.connection!, 'run').mockRejectedValue(new DOMException('', 'QuotaExceededError'));
  await data.write('mood', 'm', { day: today, level: 2 });
  expect(data.failed).toBe(true);
  expect(data.moods.get('m')).toMatchObject({ level: 2 });
  refuse.mockRestore();
  await data.write('mood', 'n', { day: today, level: 3 });
  expect(data.failed).toBe(true);
  await data.retry();
  expect(data.failed).toBe(false);
  expect((await outbox()).map(({ entityId }) => entityId).sort()).toEqual(['m', 'n']);
});

it('brings a deleted thing back with its fields', async () => {
  await data.write('mood', 'm', { day: today, at: 5, level: 2, note: 'rain' });
  void data.write('mood', 'm', { deleted: true });
  expect(data.moodsOn.get(today)).toEqual([]);
  void data.write('mood', 'm', { deleted: false });
  expect(data.moodsOn.get(today)).toMatchObject([{ level: 2, note: 'rain' }]);
});

it('starts with what Today needs and reaches back when somebody looks', async () => {
  for (const days of [1, 40, 100, 300]) await data.write('entry', entryId('h', ago(days)), { value: 1 });
  await data.open(user);
  expect(data.entries.size).toBe(2);
  await Promise.all([data.reach(ago(200)), data.reach(ago(150))]);
  expect(data.entries.size).toBe(3);
  expect(data.since).toBe(ago(200));
  await data.refresh([{ entity: 'entry', id: entryId('h', ago(300)) }]);
  expect(data.entries.size).toBe(3);
});

it('reaches further back for a habit that counts in many days', async () => {
  await data.write('habit', 'h', { name: 'Swim', schedule: 'rolling', times: 3, days: 120 });
  await data.write('entry', entryId('h', ago(110)), { value: 1 });
  await data.open(user);
  expect(data.entries.size).toBe(1);
});

it('adds up amounts by habit and day, and moods by day', async () => {
  const put = (id: string, day: string, amount: number) => data.write('amount', id, { habitId: 'h', day, at: 1, amount });
  for (const [id, day, amount] of [['a', today, 1], ['b', today, 2], ['c', ago(1), 4]] as const) await put(id, day, amount);
  expect(data.amountsOn.get(entryId('h', today)).map(({ amount }) => amount)).toEqual([1, 2]);
  await data.write('amount', 'b', { day: ago(1) });
  expect(data.amountsOn.get(entryId('h', today))).toHaveLength(1);
  expect(data.amountsOn.get(entryId('h', ago(1)))).toHaveLength(2);
});

it('takes what was refused along with the change that puts it right', async () => {
  const taken = vi.fn();
  data.lay('habit', 'h', { name: '', icon: '🌱', createdOn: today }, taken);
  expect(data.habits.get('h')).toMatchObject({ icon: '🌱' });
  expect(await outbox()).toEqual([]);
  await data.write('habit', 'h', { name: 'Walk' });
  expect((await outbox()).map(({ fields }) => fields)).toEqual([{ name: 'Walk', icon: '🌱', createdOn: today }]);
  await vi.waitFor(() => expect(taken).toHaveBeenCalledOnce());
  expect(await readDead(data.connection!)).toEqual([]);
});

it('lets nothing older that is read meanwhile cover what was just painted', async () => {
  await data.write('mood', 'm', { day: today, at: 5, level: 2 });
  const reading = data.refresh([{ entity: 'mood', id: 'm' }, { entity: 'mood', id: 'n' }]);
  const writing = [data.write('mood', 'm', { level: 4 }), data.write('mood', 'n', { day: today, at: 6, level: 1 })];
  await reading;
  expect(data.moodsOn.get(today).map(({ level }) => level)).toEqual([1, 4]);
  await Promise.all(writing);
  await vi.waitFor(() => expect(data.moodsOn.get(today).map(({ level }) => level)).toEqual([1, 4]));
});
