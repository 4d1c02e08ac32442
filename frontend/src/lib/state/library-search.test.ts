import { beforeAll, beforeEach, expect, it, vi } from 'vitest';

let Library: typeof import('./library.svelte').Library;
const answers: Record<string, unknown> = {};

vi.mock('$lib/api/client', () => ({
  ask: (answer: Promise<unknown>) => answer,
  client: {
    GET: (path: string) => (path in answers ? Promise.resolve(answers[path]) : Promise.reject(new Error('no network'))),
  },
}));

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  ({ Library } = await import('./library.svelte'));
});

beforeEach(() => {
  vi.useFakeTimers();
  for (const path of Object.keys(answers)) delete answers[path];
});

const SEARCH = '/api/articles';
const MUST_SHOW = '/api/articles/must-show';

it('brings what goes with a search, and takes it back with the search', async () => {
  Object.assign(answers, { [SEARCH]: [], [MUST_SHOW]: ['crisis_card', 'emergency_line'] });
  const library = new Library();
  library.search = 'I want to die';
  await vi.advanceTimersByTimeAsync(400);
  expect(library.mustShow).toEqual(['crisis_card', 'emergency_line']);
  library.clear();
  expect(library.mustShow).toEqual([]);
});

it('finds articles although nothing says what goes with them', async () => {
  answers[SEARCH] = [];
  const library = new Library();
  library.search = 'habits';
  await vi.advanceTimersByTimeAsync(400);
  expect(library.alone).toBe(false);
  expect(library.mustShow).toEqual([]);
});
