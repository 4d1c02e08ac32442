import { ask, client } from '$lib/api/client';
import { pageOf } from '$lib/articles/draft';
import type { AdminArticle, ArticlePatch, CurationQueue, LinkPreview, NewArticle } from '$lib/api/types';

export const STATUSES = ['draft', 'in_review', 'published', 'withdrawn'] as const;
export type Status = (typeof STATUSES)[number];

const of = (id: string) => ({ params: { path: { article_id: id } } });

/** The articles as admins curate them, and what waits for an admin. Everything that writes throws Failure. */
export class Curation {
  articles = $state.raw<AdminArticle[]>();
  queue = $state.raw<CurationQueue>();
  failure = $state.raw<unknown>();

  /** How many things wait. */
  readonly waiting = $derived.by(() => {
    const { inReview = [], reviewDue = [], links = [], reports = [] } = this.queue ?? {};
    return inReview.length + reviewDue.length + links.length + reports.length;
  });

  /** Counts what was asked: an answer from before a change says nothing any more. */
  #asked = 0;

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const [articles, queue] = await Promise.all([
        ask(client.GET('/api/admin/articles')),
        ask(client.GET('/api/admin/queue')),
      ]);
      if (asked !== this.#asked) return;
      this.articles = articles;
      this.queue = queue;
      this.failure = undefined;
    } catch (failure) {
      if (asked === this.#asked) this.failure = failure;
    }
  }

  find(id: string): AdminArticle | undefined {
    return this.articles?.find((article) => article.id === id);
  }

  /** The article of a page, whatever the spelling of its address. */
  at(url: string): AdminArticle | undefined {
    const page = pageOf(url);
    return this.articles?.find((article) => pageOf(article.url) === page);
  }

  count(status: Status): number {
    return this.articles?.filter((article) => article.status === status).length ?? 0;
  }

  /** What the page at an address says of itself. */
  preview(url: string): Promise<LinkPreview> {
    return ask(client.POST('/api/admin/articles/preview', { body: { url } }));
  }

  create(body: NewArticle): Promise<AdminArticle> {
    return this.#keep(ask(client.POST('/api/admin/articles', { body })));
  }

  edit(id: string, body: ArticlePatch): Promise<AdminArticle> {
    return this.#keep(ask(client.PATCH('/api/admin/articles/{article_id}', { ...of(id), body })));
  }

  submit(id: string): Promise<AdminArticle> {
    return this.#keep(ask(client.POST('/api/admin/articles/{article_id}/submit', { ...of(id), body: {} })));
  }

  /** Publishes what was read: nothing that somebody changed since (`seen` is its `updatedAt`). */
  publish(id: string, seen: number): Promise<AdminArticle> {
    return this.#keep(ask(client.POST('/api/admin/articles/{article_id}/publish', { ...of(id), body: { seen } })));
  }

  sendBack(id: string, note: string): Promise<AdminArticle> {
    return this.#keep(ask(client.POST('/api/admin/articles/{article_id}/return', { ...of(id), body: { note } })));
  }

  withdraw(id: string, note: string): Promise<AdminArticle> {
    return this.#keep(ask(client.POST('/api/admin/articles/{article_id}/withdraw', { ...of(id), body: { note } })));
  }

  restore(id: string, number: number): Promise<AdminArticle> {
    const path = { article_id: id, number };
    return this.#keep(ask(client.POST('/api/admin/articles/{article_id}/versions/{number}/restore', { params: { path } })));
  }

  /** Looks at the page behind an article now. */
  checkLink(id: string): Promise<AdminArticle> {
    return this.#keep(ask(client.POST('/api/admin/articles/{article_id}/check-link', of(id))));
  }

  async closeReport(id: string): Promise<void> {
    await ask(client.POST('/api/admin/reports/{report_id}/close', { params: { path: { report_id: id } } }));
    await this.load();
  }

  async #keep(writing: Promise<AdminArticle>): Promise<AdminArticle> {
    const article = await writing;
    this.articles = [article, ...(this.articles ?? []).filter(({ id }) => id !== article.id)];
    void this.load();
    return article;
  }
}
