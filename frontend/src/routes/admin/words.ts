import { Failure } from '$lib/api/failure';
import { gatesOf } from '$lib/articles/draft';
import { KINDS, LEVELS, levelWord, topicWord, TOPICS } from '$lib/articles/words';
import { formatNumber, m } from '$lib/i18n';
import { failureText } from '$lib/i18n/failure-text';
import type { Status } from '$lib/state/curation.svelte';

type Words = Record<string, () => string>;

const statuses: Record<Status, () => string> = {
  draft: m.admin_status_draft,
  in_review: m.admin_status_in_review,
  published: m.admin_status_published,
  withdrawn: m.admin_status_withdrawn,
};
const needed = new Map([
  ['title', m.admin_need_title],
  ['summary', m.admin_need_summary],
  ['keyPoints', m.admin_need_key_points],
  ['evidenceLevel', m.admin_need_evidence_level],
  ['evidenceNote', m.admin_need_evidence_note],
  ['sources', m.admin_need_sources],
  ['reviewedOn', m.admin_need_reviewed_on],
  ['cautions', m.admin_need_cautions],
]);

const wrong = new Map([
  ['sources', m.admin_wrong_sources],
  ['reviewedOn', m.admin_wrong_reviewed_on],
  ['keyPoints', m.admin_wrong_key_points],
  ['cautions', m.admin_wrong_cautions],
  ['minutes', m.admin_wrong_minutes],
  ['gate', m.admin_wrong_gate],
]);

const gates: Words = {
  none: m.admin_gate_none,
  treatments: m.admin_gate_treatments,
  medicines: m.admin_gate_medicines,
  eating_disorder: m.admin_gate_eating_disorder,
};
const links: Words = {
  ok: m.admin_link_ok,
  redirected: m.admin_link_redirected,
  changed: m.admin_link_changed,
  dead: m.admin_link_dead,
  refused: m.admin_link_refused,
  unsure: m.admin_link_unsure,
};
const reports: Words = {
  dead_link: m.article_report_dead_link,
  wrong: m.article_report_wrong,
  unsafe: m.article_report_unsafe,
  other: m.article_report_other,
};
const refusals: Record<string, (about: { field: string }) => string> = {
  invalid: m.admin_refused_invalid,
  'not-plain': m.admin_refused_plain,
  'blocked-address': m.admin_refused_address,
  'looser-gate': m.admin_refused_gate,
  'future-review': m.admin_refused_future,
  twice: m.admin_refused_twice,
  'withdrawn-here': m.admin_refused_withdrawn,
};
const failures: Words = {
  'second-admin': m.admin_second_hint,
  'wrong-status': m.admin_step_error,
  'changed-meanwhile': m.admin_changed_meanwhile,
  'not-an-export': m.admin_import_wrong,
};

export const statusWord = (status: Status): string => statuses[status]();
/** What publishing still needs of a field. */
export const needText = (field: string): string => needed.get(field)?.() ?? m.admin_field_wrong();
/** What may be wrong with a field that the server did not take. */
export const wrongText = (field: string): string => wrong.get(field)?.() ?? m.admin_field_wrong();
/** Who may see an article behind a gate. */
export const gateText = (gate: string): string => gates[gate]?.() ?? gate;
/** What the last look at a link found. */
export const linkText = (status: string): string => links[status]?.() ?? status;
export const reportsText = (count: number): string =>
  m.admin_reports_count({ count, number: formatNumber(count) });
/** Why an article of a file was not taken. */
export const refusalText = (reason: string, field: string | null | undefined): string =>
  refusals[reason]?.({ field: field ?? 'JSON' }) ?? reason;
export const reportWord = (kind: string): string => reports[kind]?.() ?? kind;
/** What to tell an admin about a failure. */
export const curationText = (failure: unknown): string =>
  (failure instanceof Failure && failures[failure.code]?.()) || failureText(failure);

type Options = { value: string; label: string }[];
const choose = (): Options => [{ value: '', label: m.admin_choose() }];

export const topicOptions = (): Options => TOPICS.map((value) => ({ value, label: topicWord(value) }));
export const gateOptions = (topic: string): Options => gatesOf(topic).map((value) => ({ value, label: gateText(value) }));
export const levelOptions = (): Options => [
  ...choose(),
  ...LEVELS.map((value) => ({ value, label: levelWord(value) })),
];
export const kindOptions = (): Options => [
  ...choose(),
  ...KINDS.map((value) => ({ value, label: levelWord(value) })),
];
