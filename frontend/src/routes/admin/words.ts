import { KINDS, LEVELS, levelWord, topicWord, TOPICS } from '$lib/articles/words';
import { m } from '$lib/i18n';
import type { Status } from '$lib/state/curation.svelte';

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
]);

export const statusWord = (status: Status): string => statuses[status]();
/** What publishing still needs of a field. */
export const needText = (field: string): string => needed.get(field)?.() ?? m.admin_field_wrong();
/** What may be wrong with a field that the server did not take. */
export const wrongText = (field: string): string => wrong.get(field)?.() ?? m.admin_field_wrong();

type Options = { value: string; label: string }[];
const choose = (): Options => [{ value: '', label: m.admin_choose() }];

export const topicOptions = (): Options => TOPICS.map((value) => ({ value, label: topicWord(value) }));
export const levelOptions = (): Options => [
  ...choose(),
  ...LEVELS.map((value) => ({ value, label: levelWord(value) })),
];
export const kindOptions = (): Options => [
  ...choose(),
  ...KINDS.map((value) => ({ value, label: levelWord(value) })),
];
