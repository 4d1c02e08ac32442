import type { AuditLine } from '$lib/api/types';
import { formatList, m } from '$lib/i18n';
import type { Curation } from '$lib/state/curation.svelte';
import { changeWord, fieldWord } from './version-words';
import { linkText, reportWord } from './words';

const others: Record<string, () => string> = {
  'link.checked': m.admin_change_checked,
  'report.closed': m.admin_change_closed,
  'articles.exported': m.admin_change_exported,
  'articles.imported': m.admin_change_imported,
};

/** "article.published" and what else admins do. */
export const actionWord = (action: string): string =>
  others[action]?.() ?? changeWord(action.replace(/^article\./, ''));

/** An article by its title, as long as there is one. */
export function subjectText(subject: string, curation: Curation): string {
  if (subject === 'library') return m.admin_log_library();
  return curation.find(subject.replace(/^article:/, ''))?.title ?? subject;
}

const texts: Record<string, (value: unknown) => string> = {
  changed: (value) => formatList((value as string[]).filter((field) => field !== 'status').map(fieldWord)),
  note: (value) => `“${String(value)}”`,
  status: (value) => linkText(String(value)),
  kind: (value) => reportWord(String(value)),
  articles: (value) => `${m.admin_articles()}: ${String(value)}`,
  added: (value) => `${m.admin_log_added()}: ${String(value)}`,
  updated: (value) => `${m.admin_log_updated()}: ${String(value)}`,
  unchanged: (value) => `${m.admin_log_unchanged()}: ${String(value)}`,
  refused: (value) => `${m.admin_import_refused()} ${String(value)}`,
};
/** The subject says it already. */
const SAID = new Set(['title', 'slug']);

const textOf = (name: string, value: unknown): string =>
  texts[name]?.(value) ?? `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;

/** What else is known of an act, in one line. */
export const detailText = (detail: AuditLine['detail']): string =>
  Object.entries(detail)
    .filter(([name, value]) => !SAID.has(name) && value !== null && value !== '')
    .map(([name, value]) => textOf(name, value))
    .filter(Boolean)
    .join(' · ');
