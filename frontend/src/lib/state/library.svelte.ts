import { topicWord, TOPICS } from '$lib/articles/words';
import { mayList } from '$lib/articles/fit';
import { ask, client } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Article, ArticleCard, Report } from '$lib/api/types';
import { Cached } from './cached.svelte';
import { data } from './data.svelte';
import { today } from './today.svelte';

const AFTER_KEY_MS = 300;
/** A kept article is asked for again after so long. */
const KEPT_MS = 86_400_000;
/** In place of a topic: what the person saved. */
export const SAVED = 'saved';

const fetchCards = (search?: string): Promise<ArticleCard[]> =>
  ask(client.GET('/api/articles', { params: { query: search ? { search } : {} } }));

const fetchMustShow = (search: string): Promise<string[]> =>
  ask(client.GET('/api/articles/must-show', { params: { query: { search } } }));

/** Small letters without accents, as the server compares. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word of a search is in a card. */
export function matches(card: Pick<ArticleCard, 'title' | 'summary' | 'topic'>, search: string): boolean {
  const text = plain([card.title, card.summary, topicWord(card.topic)].join('\n'));
  return plain(search).split(/\s+/).every((word) => text.includes(word));
}

const isSaved = ({ id }: ArticleCard): boolean => !!data.readings.get(id)?.saved;

/** The list of articles with search and topic. One per opened view. */
export class Library {
  readonly cards = new Cached<ArticleCard[]>('articles', () => fetchCards());
  /** One of the topics, `SAVED`, or empty for all. */
  topic = $state('');
  #search = $state('');
  /** What the server found for the search; it knows synonyms. */
  #found = $state.raw<ArticleCard[]>();
  /** Cards and lines that go with the search, such as help for a hard time. */
  mustShow = $state.raw<string[]>([]);
  /** The server could not be asked, so that only this device was searched. */
  alone = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get search(): string {
    return this.#search;
  }
  set search(text: string) {
    this.#search = text;
    this.#found = undefined;
    this.mustShow = [];
    this.alone = false;
    clearTimeout(this.#timer);
    if (text.trim()) this.#timer = setTimeout(() => void this.#ask(text), AFTER_KEY_MS);
  }

  readonly #all = $derived.by(() => this.cards.value?.filter((card) => mayList(card, { profile: data.profile, now: today.now })) ?? []);
  /** Topics that have an article, in the library's order. */
  readonly topics = $derived(TOPICS.filter((topic) => this.#all.some((card) => card.topic === topic)));
  readonly saved = $derived.by(() => this.#all.filter(isSaved));

  /** What to show: the server's answer to the search, until it comes what the device finds itself. */
  readonly shown = $derived.by(() => {
    const words = this.#search.trim();
    const found = words ? (this.#found ?? this.#all.filter((card) => matches(card, words))) : this.#all;
    if (this.topic === SAVED) return found.filter(isSaved);
    return found.filter((card) => !this.topic || card.topic === this.topic);
  });

  clear(): void {
    this.search = '';
    this.topic = '';
  }

  async #ask(text: string): Promise<void> {
    const [found, mustShow] = await Promise.all([
      fetchCards(text.trim()).catch(() => undefined),
      fetchMustShow(text.trim()).catch(() => []),
    ]);
    if (text !== this.#search) return;
    this.#found = found;
    this.mustShow = mustShow;
    this.alone = !found;
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

/** What was brought onto the device since the app was opened, by person and article. */
const brought = new Set<string>();

/** Brings articles and what is read together with them onto the device, so that they open without a network. */
export async function keepOffline(slugs: readonly string[]): Promise<void> {
  const wanted = new Set(slugs);
  for (const slug of wanted) {
    const key = `${data.connection?.userId}/${slug}`;
    if (brought.has(key)) continue;
    if (!navigator.onLine) return;
    const kept = openArticle(slug);
    await kept.load(KEPT_MS);
    if (kept.failure) return;
    brought.add(key);
    if (slugs.includes(slug)) for (const { slug: companion } of kept.value?.companions ?? []) wanted.add(companion);
  }
}

/** Tells the people who look after the library that something is not right. Throws a Failure. */
export const report = (slug: string, body: Report): Promise<unknown> =>
  ask(client.POST('/api/articles/{slug}/reports', { params: { path: { slug } }, body }));
