import { expect, it, vi } from 'vitest';
import { Curation } from './curation.svelte';

const answer = (json: unknown): Response => new Response(JSON.stringify(json));

it('drops an answer from before a change', async () => {
  const lists: ((articles: unknown[]) => void)[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    if (path === '/api/admin/queue') return answer({ inReview: [], reviewDue: [], links: [], reports: [] });
    if (path !== '/api/admin/articles') return answer({ id: 'a', status: 'published' });
    return answer(await new Promise<unknown[]>((give) => lists.push(give)));
  });
  const curation = new Curation();
  const early = curation.load();
  await curation.publish('a', 1);
  lists[0]!([{ id: 'a', status: 'in_review' }]);
  await early;
  expect(curation.find('a')?.status).toBe('published');
  lists[1]!([{ id: 'a', status: 'published' }, { id: 'b', status: 'draft' }]);
  await vi.waitFor(() => expect(curation.articles).toHaveLength(2));
});
