import { formatNumber, formatPercent, m } from '$lib/i18n';
import type { Numbers } from './reason-text';

type Said = (value: number) => string;

const points: Said = (value) => formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole: Said = (value) => formatNumber(value, { maximumFractionDigits: 0 });
const yesNo: Said = (value) => (value ? m.why_yes() : m.why_no());
const signed: Said = (value) => formatNumber(value, { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: 'exceptZero' });

/** What the numbers of the rules are called and how they are written, in the order to show them. */
const known = new Map<string, [label: () => string, said: Said]>([
  ['anxiety_mean_14d', [m.why_n_anxiety, points]],
  ['anxiety_mean_before', [m.why_n_anxiety_before, points]],
  ['mood_mean_14d', [m.why_n_mood, points]],
  ['mood_mean_before', [m.why_n_mood_before, points]],
  ['mood_sd_14d', [m.why_n_mood_sd, points]],
  ['confidence_mean_14d', [m.why_n_confidence, points]],
  ['confidence_mean_before', [m.why_n_confidence_before, points]],
  ['habit_adherence_14d', [m.why_n_adherence, formatPercent]],
  ['habit_adherence_before', [m.why_n_adherence_before, formatPercent]],
  ['newest_habit_age_days', [m.why_n_habit_age, whole]],
  ['effect', [m.why_n_effect, signed]],
  ['serotonergic_medicines', [m.why_n_medicines, whole]],
  ['medicine_changed_30d', [m.why_n_medicine_changed, yesNo]],
  ['interest', [m.why_n_interest, yesNo]],
  ['opt_in_treatment_topics', [m.why_n_treatments, yesNo]],
  ['crisis_button_7d', [m.why_n_help, yesNo]],
  ['days_logged', [m.why_n_days_logged, whole]],
  ['days_needed', [m.why_n_days_needed, whole]],
  ['days_since_checkin', [m.why_n_days_since, whole]],
]);

export interface Line {
  label: string;
  value: string;
}

/** The numbers behind a reason, each with its name; those without a name here are left out. */
export function linesOf(numbers: Numbers): Line[] {
  const named = [...known].flatMap(([key, [label, said]]) => {
    const value = numbers[key];
    return value === undefined ? [] : [{ label: label(), value: said(value) }];
  });
  const tags = Object.entries(numbers).flatMap(([key, times]) => {
    const tag = /^tag_(.+)_14d$/.exec(key)?.[1];
    return tag ? [{ label: m.why_n_tag({ tag: tag.replaceAll('_', ' ') }), value: whole(times) }] : [];
  });
  return [...tags, ...named];
}

const rules = new Map<string, () => string>([
  ['safety.medicine', m.why_r_medicine],
  ['explicit.search', m.why_r_search],
  ['insight.supported', m.why_r_insight],
  ['habit.adherence_down', m.why_r_adherence_down],
  ['habit.adherence_low', m.why_r_adherence_low],
  ['habit.new', m.why_r_habit_new],
  ['habit.maintain', m.why_r_maintain],
  ['trend.anxiety_up', m.why_r_anxiety],
  ['trend.mood_low', m.why_r_mood],
  ['trend.mood_variability', m.why_r_variability],
  ['trend.mood_or_tags', m.why_r_mood_or_tags],
  ['trend.confidence_low', m.why_r_confidence],
  ['starter', m.why_r_starter],
  ['maintain', m.why_r_maintain],
  ['next_best', m.why_r_next_best],
  ['nothing_new', m.why_r_nothing_new],
  ['support.first', m.why_r_support],
]);

/** The rule of a reason code in a sentence; undefined for one that this version does not know. */
export const ruleOf = (code: string): string | undefined =>
  code.startsWith('tags.') ? m.why_r_tags() : rules.get(code)?.();

/** Reasons that speak of how the person felt, and not of habits, a start or a calm time. */
export const isFelt = (code: string): boolean => /^(trend|tags|insight)\./.test(code);
