import type { AdminArticle } from '$lib/api/types';
import { languageWord, levelWord, topicWord, warningWord } from '$lib/articles/words';
import { formatDay, formatList, m } from '$lib/i18n';
import { gateText } from './words';

type Words = Record<string, () => string>;

/** The fields of a version in the order of the form. */
const fields: Words = {
  url: m.admin_url,
  topic: m.admin_topic,
  gate: m.admin_gate,
  title: m.admin_title,
  summary: m.admin_summary,
  keyPoints: m.admin_key_points,
  cautions: m.admin_cautions,
  evidenceLevel: m.admin_level,
  evidenceNote: m.admin_note,
  sources: m.admin_sources,
  publisher: m.admin_publisher,
  minutes: m.admin_minutes,
  reviewedOn: m.admin_reviewed,
  reviewDue: m.admin_review_due,
  contentWarnings: m.admin_warnings,
  language: m.admin_language,
  sourceNote: m.admin_source_note,
  translations: m.admin_translations,
};
const changes: Words = {
  created: m.admin_change_created,
  edited: m.admin_change_edited,
  submitted: m.admin_change_submitted,
  returned: m.admin_change_returned,
  published: m.admin_change_published,
  withdrawn: m.admin_change_withdrawn,
  imported: m.admin_change_imported,
  restored: m.admin_change_restored,
  starter: m.admin_change_starter,
};

type Source = AdminArticle['sources'][number];
const sourceLine = ({ title, year, kind, n, doi, url }: Source): string =>
  [title, year, levelWord(kind), n, doi ?? url].filter(Boolean).join(' · ');
const day = (value: unknown): string => (value ? formatDay(String(value), { dateStyle: 'long' }) : '');

const values: Record<string, (value: unknown) => string> = {
  topic: (value) => topicWord(String(value)),
  gate: (value) => gateText(String(value)),
  evidenceLevel: (value) => (value ? levelWord(String(value)) : ''),
  sources: (value) => (value as Source[]).map(sourceLine).join('\n'),
  contentWarnings: (value) => formatList((value as string[]).map(warningWord)),
  minutes: (value) => (value ? String(value) : ''),
  language: (value) => languageWord(String(value)),
  reviewedOn: day,
  reviewDue: day,
};

export const FIELDS = Object.keys(fields);
export const fieldWord = (field: string): string => fields[field]?.() ?? field;
export const changeWord = (change: string): string => changes[change]?.() ?? change;

/** A field's value as lines of text. */
export function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  const say = values[field];
  if (say) return say(value);
  return Array.isArray(value) ? value.join('\n') : String(value);
}
