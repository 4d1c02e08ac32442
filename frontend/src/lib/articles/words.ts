import { locale, m } from '$lib/i18n';

/** The seven topics in the order of the library. */
export const TOPICS = [
  'habits',
  'emotional_control',
  'self_confidence',
  'diet_anxiety',
  'serotonin_syndrome',
  'ketamine_therapy',
  'psilocybin',
] as const;

/** Evidence levels, the most certain first. */
export const LEVELS = [
  'guideline',
  'systematic_review',
  'randomised_trial',
  'cohort',
  'mechanistic',
  'opinion',
] as const;

/** What a source can be: one of the levels, or the word of an authority. */
export const KINDS = [...LEVELS, 'regulator'] as const;

type Words = Record<string, () => string>;

/** The word for a key; a key we do not know stays as it is. */
const say = (words: Words, key: string, otherwise = key): string =>
  Object.hasOwn(words, key) ? words[key]!() : otherwise;

const topics: Words = {
  habits: m.topic_habits,
  emotional_control: m.topic_emotional_control,
  self_confidence: m.topic_self_confidence,
  diet_anxiety: m.topic_diet_anxiety,
  serotonin_syndrome: m.topic_serotonin_syndrome,
  ketamine_therapy: m.topic_ketamine_therapy,
  psilocybin: m.topic_psilocybin,
};

const levels: Words = {
  guideline: m.evidence_guideline,
  systematic_review: m.evidence_systematic_review,
  randomised_trial: m.evidence_randomised_trial,
  cohort: m.evidence_cohort,
  mechanistic: m.evidence_mechanistic,
  opinion: m.evidence_opinion,
  regulator: m.evidence_regulator,
};

const explanations: Words = {
  guideline: m.evidence_guideline_text,
  systematic_review: m.evidence_systematic_review_text,
  randomised_trial: m.evidence_randomised_trial_text,
  cohort: m.evidence_cohort_text,
  mechanistic: m.evidence_mechanistic_text,
  opinion: m.evidence_opinion_text,
};

const gates: Words = {
  treatments: m.gate_treatments,
  medicines: m.gate_medicines,
  eating_disorder: m.gate_eating_disorder,
};

const warnings: Words = {
  food: m.warning_food,
  weight: m.warning_weight,
  drugs: m.warning_drugs,
  dissociation: m.warning_dissociation,
  'suicide mentioned': m.warning_suicide,
  'psychedelic experience': m.warning_psychedelic,
  medicines: m.warning_medicines,
  'medical emergency': m.warning_emergency,
};

export const topicWord = (topic: string): string => say(topics, topic);
/** The word for an evidence level or a kind of source. */
export const levelWord = (level: string): string => say(levels, level, m.evidence_unknown());
export const levelText = (level: string): string => say(explanations, level, '');
/** Empty for topics that everybody may read. */
export const gateWord = (gate: string): string => say(gates, gate, '');
/** A content warning; those that an admin wrote freely stay as they are. */
export const warningWord = (warning: string): string => say(warnings, warning);

/** The name of a language in the person's own, "German" of "de". */
export function languageWord(code: string): string {
  try {
    return new Intl.DisplayNames(locale.current, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
