import type { Kind, Schedule } from '$lib/db/model';
import { m } from '$lib/i18n';
import { colourWord } from '$lib/i18n/colour-word';
import { scheduleText } from '$lib/i18n/schedule-text';
import { data } from '$lib/state/data.svelte';
import { dateText, type Words } from './value-text';

const kinds: Record<Kind, () => string> = {
  yes_no: m.habit_kind_yes_no,
  at_least: m.habit_kind_at_least,
  at_most: m.habit_kind_at_most,
  avoid: m.habit_kind_avoid,
};
const schedules: Record<Schedule, () => string> = {
  weekdays: m.schedule_some,
  per_week: m.schedule_per_week,
  per_month: m.schedule_per_month,
  rolling: m.schedule_rolling,
  interval: m.schedule_interval,
};
const word = <T extends string>(words: Record<T, () => string>) => (key: unknown): string =>
  Object.hasOwn(words, String(key)) ? words[key as T]() : String(key);

/** The fields of a habit that are its own. */
export const habitWords: Record<string, Words> = {
  icon: { field: m.habit_icon },
  colour: { field: m.habit_colour, value: (colour) => colourWord(Number(colour)) },
  kind: { field: m.habit_kind, value: word(kinds) },
  schedule: { field: m.schedule_label, value: word(schedules) },
  weekdays: { field: m.weekdays, value: (mask) => scheduleText(Number(mask)) },
  times: { field: m.schedule_times },
  days: { field: m.schedule_days },
  startsOn: { field: m.schedule_starts, value: dateText },
  target: { field: m.habit_target },
  unit: { field: m.habit_unit },
  step: { field: m.habit_step },
  planWhen: { field: m.habit_plan_when },
  planThen: { field: m.habit_plan_then },
  groupId: { field: m.group_label, value: (id) => data.groups.get(String(id))?.name ?? m.group_none() },
  createdOn: { field: m.version_field_created, value: dateText },
};
