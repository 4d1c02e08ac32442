import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { blank } from '$lib/db/blank';
import type { ProfileFields } from '$lib/db/model';
import type { Insights } from '$lib/insights/claims';

type State = typeof import('./insights.svelte');
let state: State;
let data: (typeof import('./data.svelte'))['data'];

const DAY_MS = 86_400_000;
const answer: Insights = { state: 'ready', focus: [], nextLookOn: null, anchor: null, insights: [] };
const person = (fields: Partial<ProfileFields>): ProfileFields => ({ ...blank.profile, ...fields });

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  state = await import('./insights.svelte');
  ({ data } = await import('./data.svelte'));
});

beforeEach(() => {
  data.habits.clear();
  data.factors.clear();
  data.profile = person({});
});

it('rests for a week after somebody looked for help, whatever the device kept', () => {
  for (const days of [0, 1, 6.9]) {
    data.profile = person({ helpPressedAt: Date.now() - days * DAY_MS });
    expect(state.rests(answer)).toBe(true);
    expect(state.rests(undefined)).toBe(true);
  }
  data.profile = person({ helpPressedAt: Date.now() - 7.1 * DAY_MS });
  expect(state.rests(answer)).toBe(false);
});

it('rests when the server says so', () => {
  expect(state.rests({ ...answer, state: 'support' })).toBe(true);
  expect(state.rests(answer)).toBe(false);
});

it('names what was chosen, in that order, without what is gone', () => {
  data.habits.set('h', { ...blank.habit, id: 'h', name: 'Walk', icon: '🌿' });
  data.factors.set('f', { ...blank.factor, id: 'f', name: 'Coffee' });
  data.profile = person({ focus: ['factor:f', 'habit:gone', 'habit:h', 'nonsense'] });
  expect(state.chosen().map(({ key, name }) => [key, name])).toEqual([['factor:f', 'Coffee'], ['habit:h', 'Walk']]);
});

it('offers and looks at what is in use', () => {
  data.habits.set('a', { ...blank.habit, id: 'a', name: 'Walk' });
  data.habits.set('b', { ...blank.habit, id: 'b', name: 'Old', archived: true });
  data.factors.set('c', { ...blank.factor, id: 'c', name: 'Tea', archived: true });
  data.profile = person({ focus: ['habit:b', 'factor:c', 'habit:a'] });
  const names = [state.choices().habits, state.choices().factors, state.chosen()].map((list) => list.map(({ name }) => name));
  expect(names).toEqual([['Walk'], [], ['Walk']]);
});
