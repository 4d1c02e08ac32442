import type { Habit } from '$lib/db/model';
import { formatDay, formatNumber, m } from '$lib/i18n';
import { scheduleText } from '$lib/i18n/schedule-text';
import { withUnit } from './amount';

type Timed = Pick<Habit, 'schedule' | 'weekdays' | 'times' | 'days' | 'startsOn' | 'createdOn'>;

/** A schedule in plain words: "Every day", "3 times a week", "Every 2 days from 3 Dec". */
export function scheduleWords(habit: Timed): string {
  const { schedule, times, days } = habit;
  if (schedule === 'weekdays') return scheduleText(habit.weekdays);
  const often = { count: times, number: formatNumber(times) };
  if (schedule === 'per_week') return m.schedule_text_week(often);
  if (schedule === 'per_month') return m.schedule_text_month(often);
  if (schedule === 'rolling') return m.schedule_text_rolling({ ...often, days: formatNumber(days) });
  const date = formatDay(habit.startsOn ?? habit.createdOn, { day: 'numeric', month: 'short' });
  return m.schedule_text_interval({ count: days, number: formatNumber(days), date });
}

/** "At least 6 glasses"; nothing for habits that are not measured. */
export function targetWords({ kind, target, unit }: Pick<Habit, 'kind' | 'target' | 'unit'>): string {
  if (kind === 'at_least') return `${m.habit_kind_at_least()} ${withUnit(target, unit)}`;
  if (kind === 'at_most') return `${m.habit_kind_at_most()} ${withUnit(target, unit)}`;
  return kind === 'avoid' ? m.habit_kind_avoid() : '';
}

/** "When I get up, I will drink a glass of water."; one half alone stands for itself. */
export function planText({ planWhen, planThen }: Pick<Habit, 'planWhen' | 'planThen'>): string {
  const [when = '', then = ''] = [planWhen, planThen].map((part) => part.trim().replace(/[.,\s]+$/, ''));
  return when && then ? m.habit_plan_text({ when, then }) : when || then;
}

const states = {
  done: m.day_state_done,
  partial: m.day_state_partial,
  missed: m.day_state_missed,
  slipped: m.day_state_slipped,
  skipped: m.day_state_skipped,
  paused: m.day_state_paused,
  covered: m.day_state_covered,
  free: m.day_state_free,
  open: m.day_state_open,
  before: m.day_state_before,
};

/** What a day's state is called; a kept day of an avoided habit is kept, not done. */
export const stateWord = (state: keyof typeof states, kind?: Habit['kind']): string =>
  state === 'done' && kind === 'avoid' ? m.habit_kept() : states[state]();
