import type { ArticleCard } from '$lib/api/types';
import type { ProfileFields } from '$lib/db/model';
import { formatDay, m } from '$lib/i18n';
import { data } from '$lib/state/data.svelte';
import { session } from '$lib/state/session.svelte';
import { keepOffline } from '$lib/state/library.svelte';
import { today } from '$lib/state/today.svelte';
import { addDays } from '$lib/time/day';
import { toasts } from '$lib/ui/toasts.svelte';
import { isLess } from './fit';

/** "Less like this" keeps an article from being suggested for so long. */
export const LESS_DAYS = 90;

const date = (day: string): string => formatDay(day, { dateStyle: 'medium' });

/** Keeps an article to read later, also without a network; or no longer. */
export function save({ id, slug }: ArticleCard, saved: boolean): void {
  void data.write('reading', id, { saved });
  if (saved) void keepOffline([slug]);
  toasts.show(saved ? m.article_saved_done() : m.article_unsaved_done());
}

/** Notes that it was read today; or not. */
export const markRead = ({ id }: Pick<ArticleCard, 'id'>, read = true): void =>
  void data.write('reading', id, { readOn: read ? today.day : null });

export function suggestAgain({ id }: Pick<ArticleCard, 'id'>): void {
  void data.write('reading', id, { lessUntil: null });
  toasts.hide();
}

/** It is not suggested for a while; says until when, and offers to take it back. */
export function lessLikeThis(article: Pick<ArticleCard, 'id'>): void {
  const lessUntil = addDays(today.day, LESS_DAYS);
  void data.write('reading', article.id, { lessUntil });
  toasts.show(m.article_less_done({ date: date(addDays(lessUntil, 1)) }), { label: m.undo(), run: () => suggestAgain(article) });
}

/** "22 February 2027" until which the person wants less like this; undefined when that is over. */
export function lessUntil(id: string): string | undefined {
  const reading = data.readings.get(id);
  return reading?.lessUntil && isLess(reading, today.day) ? date(reading.lessUntil) : undefined;
}

/** "20 November 2026", the day on which it was read. */
export function readOn(id: string): string | undefined {
  const day = data.readings.get(id)?.readOn;
  return day ? date(day) : undefined;
}

/** Suggestions go away everywhere; can be taken back at once. */
export function switchOff(): void {
  const put = (fields: Partial<ProfileFields>): void => void (session.user && data.write('profile', session.user.id, fields));
  put({ suggestions: false });
  toasts.show(m.why_switched_off(), { label: m.undo(), run: () => put({ suggestions: true }) });
}
