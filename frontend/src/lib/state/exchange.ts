import { ask, client } from '$lib/api/client';
import type { ArticlesFile, ImportResult } from '$lib/api/types';
import { download } from './download';
import { today } from './today.svelte';

/** What the server takes at most. */
export const LARGEST_FILE = 5_000_000;

/** Gives the admin all articles as one file. */
export async function exportArticles(): Promise<void> {
  download(`everkeel-articles-${today.day}.json`, await ask(client.GET('/api/admin/articles/export')));
}

/** What became of the articles of a file's text; SyntaxError when it is no JSON. */
export async function importArticles(text: string): Promise<ImportResult> {
  const body = JSON.parse(text) as ArticlesFile;
  return await ask(client.POST('/api/admin/articles/import', { body }));
}
