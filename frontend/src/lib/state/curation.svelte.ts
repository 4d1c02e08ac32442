import { ask, client } from '$lib/api/client';
import type { AdminArticle, ArticlePatch, LinkPreview, NewArticle } from '$lib/api/types';

export const STATUSES = ['draft', 'in_review', 'published', 'withdrawn'] as const;
export type Status = (typeof STATUSES)[number];

/** The articles as admins curate them. Everything that writes throws Failure. */
export class Curation {
  articles = $state.raw<AdminArticle[]>();
  failure = $state.raw<unknown>();

  async load(): Promise<void> {
    try {
      this.articles = await ask(client.GET('/api/admin/articles'));
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
    }
  }

  find(id: string): AdminArticle | undefined {
    return this.articles?.find((article) => article.id === id);
  }

  count(status: Status): number {
    return this.articles?.filter((article) => article.status === status).length ?? 0;
  }

  /** What the page at an address says of itself. */
  preview(url: string): Promise<LinkPreview> {
    return ask(client.POST('/api/admin/articles/preview', { body: { url } }));
  }

  async create(body: NewArticle): Promise<AdminArticle> {
    return this.#keep(await ask(client.POST('/api/admin/articles', { body })));
  }

  async edit(id: string, body: ArticlePatch): Promise<AdminArticle> {
    return this.#keep(await ask(client.PATCH('/api/admin/articles/{article_id}', { params: { path: { article_id: id } }, body })));
  }

  async publish(id: string): Promise<AdminArticle> {
    return this.#keep(await ask(client.POST('/api/admin/articles/{article_id}/publish', { params: { path: { article_id: id } } })));
  }

  async withdraw(id: string): Promise<AdminArticle> {
    return this.#keep(await ask(client.POST('/api/admin/articles/{article_id}/withdraw', { params: { path: { article_id: id } } })));
  }

  #keep(article: AdminArticle): AdminArticle {
    this.articles = [article, ...(this.articles ?? []).filter(({ id }) => id !== article.id)];
    return article;
  }
}
