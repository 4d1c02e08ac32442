import { formatNumber, formatPercent, m } from '$lib/i18n';

export type Numbers = Record<string, number>;

const points = (value: number): string =>
  formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole = (value: number): string => formatNumber(value, { maximumFractionDigits: 0 });
const counted = (value: number) => ({ count: value, number: whole(value) });

type Texts = {
  alone: (inputs: { mean: string }) => string;
  compared: (inputs: { mean: string; before: string }) => string;
};
const means: Record<string, Texts> = {
  anxiety: { alone: m.reason_anxiety, compared: m.reason_anxiety_before },
  mood: { alone: m.reason_mood, compared: m.reason_mood_before },
  confidence: { alone: m.reason_confidence, compared: m.reason_confidence_before },
};

/** "Your anxiety averaged 3.9 over 14 days (2.4 before)."; undefined without its number. */
function meanText(name: string, numbers: Numbers): string | undefined {
  const texts = means[name];
  const mean = numbers[`${name}_mean_14d`];
  const before = numbers[`${name}_mean_before`];
  if (!texts || mean === undefined) return undefined;
  if (before === undefined) return texts.alone({ mean: points(mean) });
  return texts.compared({ mean: points(mean), before: points(before) });
}

/** "You noted “coffee” 4 times in 14 days." of the first tag with a number. */
function tagText(numbers: Numbers): string | undefined {
  for (const [key, times] of Object.entries(numbers)) {
    const tag = /^tag_(.+)_14d$/.exec(key)?.[1];
    if (tag) return m.reason_tag({ ...counted(times), tag: tag.replaceAll('_', ' ') });
  }
  return undefined;
}

function spreadText(numbers: Numbers): string | undefined {
  const spread = numbers['mood_sd_14d'];
  return spread === undefined ? undefined : m.reason_variability({ spread: points(spread) });
}

function adherenceText(numbers: Numbers): string | undefined {
  const { habit_adherence_14d: now, habit_adherence_before: before } = numbers;
  if (now === undefined) return undefined;
  if (before !== undefined && before > now)
    return m.reason_adherence_down({ now: formatPercent(now), before: formatPercent(before) });
  return m.reason_adherence_low({ now: formatPercent(now) });
}

function newHabitText(numbers: Numbers): string | undefined {
  const age = numbers['newest_habit_age_days'];
  return age === undefined ? undefined : m.reason_habit_new(counted(age));
}

function medicineText(numbers: Numbers): string {
  const noted = counted(numbers['serotonergic_medicines'] ?? 1);
  return numbers['medicine_changed_30d'] ? m.reason_medicine_changed(noted) : m.reason_medicine(noted);
}

function insightText({ effect, lag_days: lag }: Numbers): string | undefined {
  if (effect === undefined) return undefined;
  const said = { effect: points(Math.abs(effect)) };
  return lag ? m.reason_insight_after(said) : m.reason_insight(said);
}

function maintainText(numbers: Numbers): string | undefined {
  const days = numbers['days_logged'];
  return days === undefined ? undefined : m.reason_maintain({ days: whole(days) });
}

function goingWellText(numbers: Numbers): string | undefined {
  const now = numbers['habit_adherence_14d'];
  return now === undefined ? maintainText(numbers) : m.reason_habit_maintain({ now: formatPercent(now) });
}

function starterText({ days_logged: days, days_needed: needed }: Numbers): string | undefined {
  if (days === undefined || needed === undefined) return undefined;
  return m.reason_starter({ days: whole(days), needed: whole(needed) });
}

/** Whatever the numbers say, for reasons that lean on another one. */
function nextBestText(numbers: Numbers): string {
  if (numbers['opt_in_treatment_topics']) return m.reason_chosen();
  if (numbers['interest']) return m.reason_interest();
  const facts =
    meanText('anxiety', numbers) ??
    meanText('confidence', numbers) ??
    spreadText(numbers) ??
    tagText(numbers) ??
    meanText('mood', numbers) ??
    adherenceText(numbers) ??
    newHabitText(numbers) ??
    insightText(numbers) ??
    '';
  return m.reason_next_best({ facts }).trim();
}

const joined = (...texts: (string | undefined)[]): string | undefined =>
  texts.filter(Boolean).join(' ') || undefined;

const byCode = new Map<string, (numbers: Numbers) => string | undefined>(Object.entries({
  'safety.medicine': medicineText,
  'explicit.search': () => m.reason_search(),
  'insight.supported': insightText,
  'habit.adherence_down': adherenceText,
  'habit.adherence_low': adherenceText,
  'habit.new': newHabitText,
  'habit.maintain': goingWellText,
  'trend.anxiety_up': (numbers) => meanText('anxiety', numbers),
  'trend.mood_low': (numbers) => meanText('mood', numbers),
  'trend.mood_variability': spreadText,
  'trend.mood_or_tags': (numbers) => joined(meanText('mood', numbers), tagText(numbers)),
  'trend.confidence_low': (numbers) => meanText('confidence', numbers),
  starter: starterText,
  maintain: maintainText,
  next_best: nextBestText,
  nothing_new: () => m.reason_nothing_new(),
  'support.first': () => m.reason_support(),
  crisis: () => m.reason_crisis(),
  'gate.age': () => m.reason_gate_age(),
  'gate.red_flag': () => m.reason_gate_flag(),
}));

/** Why something is shown, in plain words with the numbers behind it. */
export function reasonText(code: string, numbers: Numbers): string {
  const text = code.startsWith('tags.') ? tagText(numbers) : byCode.get(code)?.(numbers);
  return text ?? m.reason_other();
}
