import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { AdminArticle } from '$lib/api/types';
import { Curation } from '$lib/state/curation.svelte';
import { toasts } from '$lib/ui/toasts.svelte';

let Editing: typeof import('./editing.svelte').Editing;

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  vi.stubGlobal('navigator', { languages: ['en'] });
  ({ Editing } = await import('./editing.svelte'));
});

const article = {
  id: 'a',
  url: 'https://a.example',
  title: 'Habits',
  summary: 'Short.',
  keyPoints: [],
  cautions: [],
  evidenceLevel: '',
  evidenceNote: '',
  topic: 'habits',
  gate: 'none',
  minutes: 0,
  publisher: '',
  reviewedOn: null,
  contentWarnings: [],
  sources: [],
  status: 'draft',
  updatedAt: 1,
} as unknown as AdminArticle;

const asked: { method: string; path: string; body: unknown }[] = [];
let answers: Record<string, () => [number, unknown]>;

beforeEach(() => {
  asked.length = 0;
  answers = { 'GET /api/admin/articles': () => [200, [article]], 'GET /api/admin/queue': () => [200, {}] };
  vi.stubGlobal('fetch', async (path: string, { method, body }: { method: string; body?: string }) => {
    if (method !== 'GET') asked.push({ method, path, body: body && JSON.parse(body) });
    const [status, json] = answers[`${method} ${path}`]!();
    return new Response(JSON.stringify(json), { status });
  });
});

it('saves only what was typed, then takes the step', async () => {
  const stored = { ...article, summary: 'Longer.', updatedAt: 2 };
  answers['PATCH /api/admin/articles/a'] = () => [200, stored];
  answers['POST /api/admin/articles/a/submit'] = () => [200, { ...stored, status: 'in_review', updatedAt: 3 }];
  const curation = new Curation();
  const editing = new Editing(curation, article);
  editing.draft.summary = 'Longer.';
  await editing.submit();
  expect(asked).toEqual([
    { method: 'PATCH', path: '/api/admin/articles/a', body: { summary: 'Longer.' } },
    { method: 'POST', path: '/api/admin/articles/a/submit', body: {} },
  ]);
  expect([editing.dirty, editing.problem]).toEqual([false, '']);
  expect(curation.find('a')?.status).toBe('in_review');
});

it('publishes only what was read', async () => {
  answers['POST /api/admin/articles/a/publish'] = () => [409, { type: 'urn:everkeel:changed-meanwhile', title: '' }];
  const editing = new Editing(new Curation(), { ...article, status: 'in_review', updatedAt: 7 });
  await editing.publish();
  expect(asked).toEqual([{ method: 'POST', path: '/api/admin/articles/a/publish', body: { seen: 7 } }]);
  expect(editing.problem).toContain('read it once more');
});

it('says beside each field what publishing needs', async () => {
  const errors = [{ field: 'keyPoints', message: 'Write at least three key points.' }];
  answers['POST /api/admin/articles/a/submit'] = () => [422, { type: 'urn:everkeel:not-ready', title: '', errors }];
  const editing = new Editing(new Curation(), article);
  await editing.submit();
  expect(editing.errors).toEqual({ keyPoints: 'Please write at least three key points.' });
  expect(editing.problem).toBe('Some fields are still missing.');
});

it('follows what others change as long as nothing is typed, and never takes theirs back', () => {
  const editing = new Editing(new Curation(), article);
  editing.follow({ ...article, title: 'Small habits', updatedAt: 2 });
  expect(editing.draft.title).toBe('Small habits');
  expect(toasts.current?.text).toMatch(/^Somebody else/);
  editing.draft.summary = 'Mine.';
  editing.follow({ ...article, title: 'Tiny habits', updatedAt: 3 });
  expect(editing.changes).toEqual({ summary: 'Mine.' });
});
