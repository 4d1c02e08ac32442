import type { Failure } from '$lib/api/failure';
import type { AdminArticle, ArticlePatch } from '$lib/api/types';
import { webUrl } from '$lib/ui/links';

/** A source as it is typed. */
export interface SourceDraft {
  title: string;
  url: string;
  doi: string;
  year: string;
  n: string;
  kind: string;
}

/** An article as it is typed: lists are lines of text, numbers are text. */
export interface ArticleDraft {
  url: string;
  title: string;
  summary: string;
  keyPoints: string;
  cautions: string;
  evidenceLevel: string;
  evidenceNote: string;
  topic: string;
  gate: string;
  minutes: string;
  publisher: string;
  reviewedOn: string;
  contentWarnings: string;
  sources: SourceDraft[];
}

export const blankSource = (): SourceDraft => ({ title: '', url: '', doi: '', year: '', n: '', kind: '' });

const split = (text: string, by: RegExp): string[] =>
  text
    .split(by)
    .map((part) => part.trim())
    .filter(Boolean);

/** The form's content for an article. */
export const draftOf = (article: AdminArticle): ArticleDraft => ({
  url: article.url,
  title: article.title,
  summary: article.summary,
  keyPoints: article.keyPoints.join('\n'),
  cautions: article.cautions.join('\n'),
  evidenceLevel: article.evidenceLevel,
  evidenceNote: article.evidenceNote,
  topic: article.topic,
  gate: article.gate,
  minutes: article.minutes ? String(article.minutes) : '',
  publisher: article.publisher,
  reviewedOn: article.reviewedOn ?? '',
  contentWarnings: article.contentWarnings.join(', '),
  sources: article.sources.map((source) => ({
    title: source.title,
    url: source.url,
    doi: source.doi ?? '',
    year: String(source.year),
    n: source.n === null ? '' : String(source.n),
    kind: source.kind,
  })),
});

/** What is the same for every spelling of an address: http or https, with or without www. */
export function pageOf(url: string): string {
  const parts = webUrl(url);
  return parts ? parts.host.replace(/^www\./, '') + parts.pathname.replace(/\/$/, '') + parts.search : url;
}

type Values = Required<ArticlePatch>;

const OWN_GATES = new Map([
  ['diet_anxiety', 'eating_disorder'],
  ['serotonin_syndrome', 'medicines'],
  ['ketamine_therapy', 'treatments'],
  ['psilocybin', 'treatments'],
]);

/** The gates that an article on a topic may have: a topic with its own keeps it. */
export function gatesOf(topic: string): string[] {
  const own = OWN_GATES.get(topic);
  return own ? [own] : ['none', 'eating_disorder', 'medicines', 'treatments'];
}

/** The gate once the topic changes: one that was chosen by hand stays where the new topic has none of its own. */
export function gateAfter(before: { topic: string; gate: string }, topic: string): string {
  const chosen = gatesOf(before.topic)[0] !== before.gate;
  const allowed = gatesOf(topic);
  return chosen && allowed.includes(before.gate) ? before.gate : allowed[0]!;
}

const valuesOf = (draft: ArticleDraft): Values => ({
  url: draft.url.trim(),
  title: draft.title.trim(),
  summary: draft.summary.trim(),
  keyPoints: split(draft.keyPoints, /\n/),
  cautions: split(draft.cautions, /\n/),
  evidenceLevel: draft.evidenceLevel as Values['evidenceLevel'],
  evidenceNote: draft.evidenceNote.trim(),
  topic: draft.topic as Values['topic'],
  gate: draft.gate as Values['gate'],
  minutes: Number(draft.minutes) || 0,
  publisher: draft.publisher.trim(),
  reviewedOn: draft.reviewedOn,
  contentWarnings: split(draft.contentWarnings, /,/),
  sources: draft.sources.map((source) => ({
    title: source.title.trim(),
    url: source.url.trim(),
    doi: source.doi.trim() || null,
    year: Number(source.year) || 0,
    n: source.n.trim() ? Number(source.n) : null,
    kind: source.kind,
  })) as Values['sources'],
});

/** Only what differs from the article; fields that were never filled stay out, a new topic names its gate. */
export function changesOf(article: AdminArticle, draft: ArticleDraft): ArticlePatch {
  const before = valuesOf(draftOf(article));
  const now = valuesOf(draft);
  const differs = (key: string): boolean =>
    JSON.stringify(now[key as keyof Values]) !== JSON.stringify(before[key as keyof Values]);
  return Object.fromEntries(
    Object.entries(now).filter(([key]) => differs(key) || (key === 'gate' && differs('topic'))),
  );
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The fields that the server did not take: "sources[0].doi" is about the sources. */
export const fieldsOf = (failure: Failure): string[] =>
  (failure.problem?.errors ?? []).map(({ field }) => camel(field.split(/[.[]/)[0] ?? ''));
