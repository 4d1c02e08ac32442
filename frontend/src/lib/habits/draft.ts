import type { Habit, HabitFields, Kind, Schedule } from '$lib/db/model';
import { parseAmount } from './parse-amount';
import { isMeasured } from './state';

/** What a form holds: numbers that people type stay text until they are saved. */
export interface Draft {
  name: string;
  icon: string;
  colour: number;
  kind: Kind;
  schedule: Schedule;
  weekdays: number;
  times: number;
  days: number;
  startsOn: string;
  target: string;
  unit: string;
  step: string;
  planWhen: string;
  planThen: string;
  groupId: string | null;
}

/** Fields whose content cannot be saved. */
export type Problem = 'name' | 'weekdays' | 'times' | 'startsOn' | 'target' | 'step';

/** A habit that only misses its name. */
export const newDraft = (today: string): Draft => ({
  name: '',
  icon: '🌱',
  colour: 0,
  kind: 'yes_no',
  schedule: 'weekdays',
  weekdays: 127,
  times: 3,
  days: 7,
  startsOn: today,
  target: '1',
  unit: '',
  step: '1',
  planWhen: '',
  planThen: '',
  groupId: null,
});

/**
 * A habit as its form shows it; where its schedule has no numbers, good ones to begin with.
 * `write` makes texts of numbers.
 */
export function draftOf(habit: Habit, today: string, write: (value: number) => string = String): Draft {
  const { name, icon, colour, kind, schedule, weekdays, unit, planWhen, planThen, groupId } = habit;
  const counts = schedule === 'weekdays' ? { times: 3, days: 7 } : { times: habit.times, days: habit.days };
  return {
    ...{ name, icon, colour, kind, schedule, weekdays, unit, planWhen, planThen, groupId },
    ...counts,
    startsOn: habit.startsOn ?? (schedule === 'interval' ? habit.createdOn : today),
    target: write(habit.target),
    step: write(habit.step),
  };
}

/** What has to be put right before it can be saved. */
export function problems(draft: Draft): Set<Problem> {
  const found = new Set<Problem>();
  if (!draft.name.trim()) found.add('name');
  if (draft.schedule === 'weekdays' && !draft.weekdays) found.add('weekdays');
  if (draft.schedule === 'rolling' && draft.times > draft.days) found.add('times');
  if (draft.schedule === 'interval' && !draft.startsOn) found.add('startsOn');
  if (!isMeasured(draft)) return found;
  const target = parseAmount(draft.target);
  const step = parseAmount(draft.step);
  const least = draft.kind === 'at_least' ? 0.001 : 0;
  if (target === undefined || target < least) found.add('target');
  if (step === undefined || step <= 0) found.add('step');
  return found;
}

/** The fields to write of a draft without problems. */
export function fieldsOf(draft: Draft): Partial<HabitFields> & { name: string } {
  const { icon, colour, kind, schedule, weekdays, groupId } = draft;
  const text = (value: string): string => value.trim();
  return {
    ...{ name: text(draft.name), icon, colour, kind, schedule, groupId },
    planWhen: text(draft.planWhen),
    planThen: text(draft.planThen),
    ...(schedule === 'weekdays' ? { weekdays } : {}),
    ...(counted(schedule) ? { times: draft.times } : {}),
    ...(schedule === 'rolling' || schedule === 'interval' ? { days: draft.days } : {}),
    ...(schedule === 'interval' ? { startsOn: draft.startsOn } : {}),
    ...(isMeasured(draft)
      ? { target: parseAmount(draft.target) ?? 1, step: parseAmount(draft.step) ?? 1, unit: text(draft.unit) }
      : {}),
  };
}

/** Whether a schedule says how many times. */
export const counted = (schedule: Schedule): boolean =>
  schedule === 'per_week' || schedule === 'per_month' || schedule === 'rolling';

/** The most times that a schedule can ask for. */
export const mostTimes = ({ schedule, days }: Pick<Draft, 'schedule' | 'days'>): number =>
  schedule === 'per_week' ? 7 : schedule === 'rolling' ? Math.min(31, days) : 31;
