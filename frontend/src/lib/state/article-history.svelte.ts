import { ask, client } from '$lib/api/client';
import type { ArticleVersion } from '$lib/api/types';

/** Every version of an article, the newest first. */
export class ArticleHistory {
  versions = $state.raw<ArticleVersion[]>();
  failure = $state.raw<unknown>();

  constructor(private readonly id: string) {}

  async load(): Promise<void> {
    try {
      const path = { article_id: this.id };
      this.versions = await ask(client.GET('/api/admin/articles/{article_id}/versions', { params: { path } }));
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
    }
  }
}
