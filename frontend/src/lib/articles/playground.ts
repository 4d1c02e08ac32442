/** A person's state as the suggestion rules see it; the names are those of `everkeel articles explain`. */
export type State = Record<string, unknown>;

/** Somebody in ordinary days: nothing in it asks for an article yet. */
export const ORDINARY: Readonly<State> = {
  age: 34,
  country: 'GB',
  opt_in_treatment_topics: false,
  interests: [],
  tracked_medicines: [],
  medicine_changed_30d: false,
  red_flags: [],
  days_logged: 60,
  days_since_checkin: 0,
  mood_mean_14d: 3.3,
  mood_delta_14d: 0,
  mood_sd_14d: 0.7,
  anxiety_mean_14d: 2.4,
  anxiety_delta_14d: 0,
  confidence_mean_14d: 3.2,
  confidence_delta_14d: 0,
  habit_adherence_14d: 0.7,
  habit_adherence_delta_14d: 0,
  newest_habit_age_days: 90,
  tracks_diet: false,
  tags_14d: {},
  supported_insights: [],
  phq_item9: null,
  self_harm_text: false,
  crisis_button_7d: false,
  search: null,
  read_14d: [],
  dismissed_90d: [],
};

/** A number as it is typed; nothing known is an empty field. */
export const typed = (value: unknown): string => (typeof value === 'number' ? String(value) : '');

/** What a typed number means; an empty field is `otherwise`. */
export const numberOf = (text: string, otherwise: number | null = null): number | null =>
  text.trim() === '' || Number.isNaN(Number(text)) ? otherwise : Number(text);

/** "coffee 4" on each line. */
export const tagLines = (tags: unknown): string =>
  Object.entries((tags ?? {}) as Record<string, number>)
    .map(([tag, count]) => `${tag} ${count}`)
    .join('\n');

/** The counts of such lines; a tag without a number was noted once. */
export const tagsOf = (lines: string): Record<string, number> =>
  Object.fromEntries(
    lines
      .split('\n')
      .map((line) => /^\s*(\S.*?)[\s:]*?(?:[\s:]+(\d+))?\s*$/.exec(line))
      .flatMap((found) => (found?.[1] ? [[found[1], Number(found[2] ?? 1)]] : [])),
  );

export const jsonOf = (state: State): string => JSON.stringify(state, null, 2);

/** The state that a text holds; undefined when it is no JSON object. */
export function stateOf(json: string): State | undefined {
  try {
    const found: unknown = JSON.parse(json);
    return found && typeof found === 'object' && !Array.isArray(found) ? (found as State) : undefined;
  } catch {
    return undefined;
  }
}
