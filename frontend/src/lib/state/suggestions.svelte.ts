import { ask, client } from '$lib/api/client';
import { fitting, type Suggestions } from '$lib/articles/fit';
import { readCache, writeCache } from '$lib/db/read';
import { Cached } from './cached.svelte';
import { data } from './data.svelte';
import { today } from './today.svelte';

const QUIET = 'suggestion-quiet';

/** What may be shown of the server's suggestions by what the person said since, on this device. */
export const shownOf = (answer: Suggestions): Suggestions =>
  fitting(answer, { profile: data.profile, readings: data.readings, day: today.day, now: today.now });

/** The suggested articles, also readable without the server. One per opened view. */
export class SuggestionState {
  readonly kept = new Cached<Suggestions>('suggestions', () => ask(client.GET('/api/articles/suggestions')));
  readonly shown = $derived.by(() => (this.kept.value ? shownOf(this.kept.value) : undefined));
}

/** Whether the line after a check-in was put away today. */
export async function isQuiet(): Promise<boolean> {
  const put = data.connection && (await readCache<string>(data.connection, QUIET).catch(() => undefined));
  return put?.value === today.day;
}

/** No line after a check-in for the rest of the day. */
export function quiet(): void {
  if (data.connection) void writeCache(data.connection, QUIET, today.day).catch(() => {});
}
