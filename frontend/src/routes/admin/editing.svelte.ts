import { Failure } from '$lib/api/failure';
import { changesOf, draftOf, fieldsOf } from '$lib/articles/draft';
import type { AdminArticle } from '$lib/api/types';
import { m } from '$lib/i18n';
import type { Curation } from '$lib/state/curation.svelte';
import { toasts } from '$lib/ui/toasts.svelte';
import { curationText, needText, wrongText } from './words';

/** One article while an admin works on it: what is typed, and the steps that it can take. */
export class Editing {
  draft = $state() as ReturnType<typeof draftOf>;
  busy = $state(false);
  problem = $state('');
  /** What is wrong with each field. */
  errors = $state.raw<Record<string, string>>({});
  /** The article that the draft began with: what others change meanwhile is no change of this admin. */
  #base = $state.raw() as AdminArticle;
  readonly changes = $derived(changesOf(this.#base, this.draft));
  readonly dirty = $derived(Object.keys(this.changes).length > 0);
  /** What is wrong, each thing once. */
  readonly listed = $derived([...new Set(Object.values(this.errors))]);

  constructor(
    private readonly curation: Curation,
    article: AdminArticle,
  ) {
    this.#begin(article);
  }

  /** Takes over what became of the article elsewhere, unless something is typed, and says so. */
  follow(article: AdminArticle): void {
    if (this.dirty || article.updatedAt === this.#base.updatedAt) return;
    if (Object.keys(changesOf(this.#base, draftOf(article))).length) toasts.show(m.admin_changed_meanwhile());
    this.#begin(article);
  }

  #begin(article: AdminArticle): AdminArticle {
    this.#base = article;
    this.draft = draftOf(article);
    return article;
  }

  save = (): Promise<void> => {
    const shown = this.curation.find(this.#base.id)?.status === 'published';
    return this.#run(() => this.#store(), ({ status }) =>
      shown && status !== 'published' ? m.admin_gated_saved() : m.admin_saved());
  };

  submit = (): Promise<void> => this.#run(async () => this.curation.submit((await this.#store()).id), m.admin_submitted);

  publish = (): Promise<void> =>
    this.#run(async () => {
      const { id, updatedAt } = await this.#store();
      return this.curation.publish(id, updatedAt);
    }, m.admin_published);

  sendBack = (note: string): Promise<void> => this.#run(() => this.curation.sendBack(this.#base.id, note), m.admin_returned);

  withdraw = (note: string): Promise<void> => this.#run(() => this.curation.withdraw(this.#base.id, note), m.admin_withdrawn);

  async #store(): Promise<AdminArticle> {
    return this.dirty ? this.#begin(await this.curation.edit(this.#base.id, this.changes)) : this.#base;
  }

  async #run(work: () => Promise<AdminArticle>, said: (article: AdminArticle) => string): Promise<void> {
    this.busy = true;
    this.problem = '';
    this.errors = {};
    try {
      toasts.show(said(await work()));
    } catch (failure) {
      this.#explain(failure);
    } finally {
      this.busy = false;
    }
  }

  /** What to say beside each field: what publishing needs, or that the server cannot take it. */
  #explain(failure: unknown): void {
    this.problem = curationText(failure);
    if (!(failure instanceof Failure)) return;
    const text = failure.code === 'not-ready' ? needText : wrongText;
    this.errors = Object.fromEntries(fieldsOf(failure).map((field) => [field, text(field)]));
    if (failure.status === 409) void this.curation.load();
  }
}
