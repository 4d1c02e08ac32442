import { flags, medicines } from '$lib/articles/person-words';
import { topicWord, TOPICS } from '$lib/articles/words';
import { m } from '$lib/i18n';

export interface StateField {
  key: string;
  kind: 'number' | 'count' | 'switch' | 'several' | 'tags' | 'text';
  label: () => string;
  hint?: () => string;
  options?: { value: string; label: () => string }[];
}

const topics = TOPICS.map((value) => ({ value, label: () => topicWord(value) }));

/** The fields of a state, in cards. */
export const groups: { title: () => string; fields: StateField[] }[] = [
  {
    title: m.admin_explain_person,
    fields: [
      { key: 'age', kind: 'number', label: m.admin_state_age },
      { key: 'opt_in_treatment_topics', kind: 'switch', label: m.admin_state_opt_in_treatment_topics },
      { key: 'interests', kind: 'several', label: m.admin_state_interests, options: topics },
      { key: 'tracked_medicines', kind: 'several', label: m.admin_state_tracked_medicines, options: medicines },
      { key: 'medicine_changed_30d', kind: 'switch', label: m.admin_state_medicine_changed_30d },
      { key: 'red_flags', kind: 'several', label: m.admin_state_red_flags, options: flags },
    ],
  },
  {
    title: m.admin_explain_signs,
    fields: [
      { key: 'crisis_button_7d', kind: 'switch', label: m.admin_state_crisis_button_7d },
      { key: 'self_harm_text', kind: 'switch', label: m.admin_state_self_harm_text },
      { key: 'phq_item9', kind: 'number', label: m.admin_state_phq_item9 },
    ],
  },
  {
    title: m.admin_explain_days,
    fields: [
      { key: 'days_logged', kind: 'count', label: m.admin_state_days_logged },
      { key: 'days_since_checkin', kind: 'number', label: m.admin_state_days_since_checkin },
      { key: 'mood_mean_14d', kind: 'number', label: m.admin_state_mood_mean_14d },
      { key: 'mood_delta_14d', kind: 'number', label: m.admin_state_mood_delta_14d },
      { key: 'mood_sd_14d', kind: 'number', label: m.admin_state_mood_sd_14d },
      { key: 'anxiety_mean_14d', kind: 'number', label: m.admin_state_anxiety_mean_14d },
      { key: 'anxiety_delta_14d', kind: 'number', label: m.admin_state_anxiety_delta_14d },
      { key: 'confidence_mean_14d', kind: 'number', label: m.admin_state_confidence_mean_14d },
      { key: 'confidence_delta_14d', kind: 'number', label: m.admin_state_confidence_delta_14d },
    ],
  },
  {
    title: m.admin_explain_habits,
    fields: [
      { key: 'habit_adherence_14d', kind: 'number', label: m.admin_state_habit_adherence_14d },
      { key: 'habit_adherence_delta_14d', kind: 'number', label: m.admin_state_habit_adherence_delta_14d },
      { key: 'newest_habit_age_days', kind: 'number', label: m.admin_state_newest_habit_age_days },
      { key: 'tracks_diet', kind: 'switch', label: m.admin_state_tracks_diet },
      { key: 'tags_14d', kind: 'tags', label: m.admin_state_tags_14d, hint: m.admin_state_tags_hint },
    ],
  },
  {
    title: m.admin_explain_library,
    fields: [
      { key: 'search', kind: 'text', label: m.admin_state_search },
      { key: 'read_14d', kind: 'several', label: m.admin_state_read_14d, options: topics },
      { key: 'dismissed_90d', kind: 'several', label: m.admin_state_dismissed_90d, options: topics },
    ],
  },
];

const whys: Record<string, () => string> = {
  ranked_lower: m.admin_why_ranked_lower,
  no_reason: m.admin_why_no_reason,
  no_article: m.admin_why_no_article,
  dismissed: m.admin_why_dismissed,
  crisis: m.admin_why_crisis,
  'support.first': m.admin_why_support,
  'gate.age': m.admin_why_age,
  'gate.red_flag': m.admin_why_flag,
  'gate.not_chosen': m.admin_why_not_chosen,
  'gate.no_medicine': m.admin_why_no_medicine,
};
/** Why a topic is not shown. */
export const whyText = (why: string): string => whys[why]?.() ?? why;
