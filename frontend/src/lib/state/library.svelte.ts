import { topicWord, TOPICS } from '$lib/articles/words';
import { ask, client } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Article, ArticleCard } from '$lib/api/types';
import { Cached } from './cached.svelte';

const AFTER_KEY_MS = 300;
const fetchCards = (search?: string): Promise<ArticleCard[]> =>
  ask(client.GET('/api/articles', { params: { query: search ? { search } : {} } }));

const matches = (card: ArticleCard, words: string): boolean =>
  [card.title, card.summary, topicWord(card.topic)].join('\n').toLowerCase().includes(words.toLowerCase());

/** The list of articles with search and topic. One per opened view. */
export class Library {
  readonly cards = new Cached<ArticleCard[]>('articles', () => fetchCards());
  topic = $state('');
  #search = $state('');
  /** What the server found for the search; it knows synonyms. */
  #found = $state.raw<ArticleCard[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  get search(): string {
    return this.#search;
  }
  set search(text: string) {
    this.#search = text;
    this.#found = undefined;
    clearTimeout(this.#timer);
    if (text.trim()) this.#timer = setTimeout(() => void this.#ask(text), AFTER_KEY_MS);
  }

  /** Topics that have an article, in the library's order. */
  readonly topics = $derived(TOPICS.filter((topic) => this.cards.value?.some((card) => card.topic === topic)));

  /** What to show: the server's answer to the search, until it comes what the device finds itself. */
  readonly shown = $derived.by(() => {
    const words = this.#search.trim();
    const all = this.cards.value ?? [];
    const found = words ? (this.#found ?? all.filter((card) => matches(card, words))) : all;
    return found.filter((card) => !this.topic || card.topic === this.topic);
  });

  clear(): void {
    this.search = '';
    this.topic = '';
  }

  async #ask(text: string): Promise<void> {
    const found = await fetchCards(text.trim()).catch(() => undefined);
    if (text === this.#search) this.#found = found;
  }
}

/** An article that stays readable offline once it was opened; null when there is none for this person. */
export const openArticle = (slug: string): Cached<Article | null> =>
  new Cached<Article | null>(`article:${slug}`, async () => {
    try {
      return await ask(client.GET('/api/articles/{slug}', { params: { path: { slug } } }));
    } catch (failure) {
      if (failure instanceof Failure && failure.status === 404) return null;
      throw failure;
    }
  });
