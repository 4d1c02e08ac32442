import type { HabitFields } from '$lib/db/model';
import { m } from '$lib/i18n';

type Extra = Partial<Pick<HabitFields, 'kind' | 'schedule' | 'weekdays' | 'times' | 'target' | 'step'>>;

export interface PackHabit extends Extra {
  key: string;
  icon: string;
  colour: number;
  name: () => string;
  when: () => string;
  then: () => string;
  unit?: () => string;
}

export interface Pack {
  key: string;
  title: () => string;
  text: () => string;
  habits: PackHabit[];
}

const SUNDAY = 64;

const five: PackHabit[] = [
  { key: 'water', icon: '💧', colour: 1, name: m.pack_water_name, when: m.pack_water_when, then: m.pack_water_then },
  { key: 'outside', icon: '🌿', colour: 6, name: m.pack_outside_name, when: m.pack_outside_when, then: m.pack_outside_then },
  { key: 'breaths', icon: '🌬️', colour: 0, name: m.pack_breaths_name, when: m.pack_breaths_when, then: m.pack_breaths_then },
  { key: 'thanks', icon: '☀️', colour: 5, name: m.pack_thanks_name, when: m.pack_thanks_when, then: m.pack_thanks_then },
  { key: 'lights', icon: '🌙', colour: 2, name: m.pack_lights_name, when: m.pack_lights_when, then: m.pack_lights_then },
];

const sleep: PackHabit[] = [
  { key: 'wake', icon: '⏰', colour: 5, name: m.pack_wake_name, when: m.pack_wake_when, then: m.pack_wake_then },
  { key: 'coffee', icon: '☕', colour: 4, name: m.pack_coffee_name, when: m.pack_coffee_when, then: m.pack_coffee_then, kind: 'at_most', target: 2, unit: m.pack_unit_cups },
  { key: 'dim', icon: '🕯️', colour: 7, name: m.pack_dim_name, when: m.pack_dim_when, then: m.pack_dim_then },
  { key: 'phone', icon: '📵', colour: 2, name: m.pack_phone_name, when: m.pack_phone_when, then: m.pack_phone_then, kind: 'avoid' },
];

const calm: PackHabit[] = [
  { key: 'breathe', icon: '🌬️', colour: 0, name: m.pack_breathe_name, when: m.pack_breathe_when, then: m.pack_breathe_then, kind: 'at_least', target: 5, step: 5, unit: m.pack_unit_minutes },
  { key: 'worry', icon: '✍️', colour: 7, name: m.pack_worry_name, when: m.pack_worry_when, then: m.pack_worry_then, schedule: 'per_week', times: 3 },
  { key: 'name_it', icon: '🫶', colour: 3, name: m.pack_name_it_name, when: m.pack_name_it_when, then: m.pack_name_it_then },
  { key: 'quiet', icon: '🍃', colour: 6, name: m.pack_quiet_name, when: m.pack_quiet_when, then: m.pack_quiet_then },
];

const body: PackHabit[] = [
  { key: 'walk', icon: '🚶', colour: 6, name: m.pack_walk_name, when: m.pack_walk_when, then: m.pack_walk_then, kind: 'at_least', target: 20, step: 10, unit: m.pack_unit_minutes },
  { key: 'stretch', icon: '🧘', colour: 2, name: m.pack_stretch_name, when: m.pack_stretch_when, then: m.pack_stretch_then },
  { key: 'stairs', icon: '👟', colour: 1, name: m.pack_stairs_name, when: m.pack_stairs_when, then: m.pack_stairs_then, weekdays: 31 },
  { key: 'strength', icon: '💪', colour: 4, name: m.pack_strength_name, when: m.pack_strength_when, then: m.pack_strength_then, schedule: 'per_week', times: 2 },
];

const people: PackHabit[] = [
  { key: 'message', icon: '💬', colour: 1, name: m.pack_message_name, when: m.pack_message_when, then: m.pack_message_then, schedule: 'per_week', times: 3 },
  { key: 'call', icon: '📞', colour: 4, name: m.pack_call_name, when: m.pack_call_when, then: m.pack_call_then, weekdays: SUNDAY },
  { key: 'meal', icon: '🍲', colour: 5, name: m.pack_meal_name, when: m.pack_meal_when, then: m.pack_meal_then, schedule: 'per_week', times: 1 },
  { key: 'kind_word', icon: '🌼', colour: 3, name: m.pack_kind_word_name, when: m.pack_kind_word_when, then: m.pack_kind_word_then },
];

const self: PackHabit[] = [
  { key: 'well', icon: '⭐', colour: 5, name: m.pack_well_name, when: m.pack_well_when, then: m.pack_well_then },
  { key: 'brave', icon: '🌱', colour: 6, name: m.pack_brave_name, when: m.pack_brave_when, then: m.pack_brave_then, schedule: 'per_week', times: 2 },
  { key: 'speak', icon: '💛', colour: 3, name: m.pack_speak_name, when: m.pack_speak_when, then: m.pack_speak_then },
  { key: 'say_no', icon: '🗣️', colour: 7, name: m.pack_say_no_name, when: m.pack_say_no_when, then: m.pack_say_no_then, schedule: 'per_week', times: 1 },
];

/** What a newcomer can begin with; the first is the one that fits most people. */
export const packs: Pack[] = [
  { key: 'five', title: m.pack_five, text: m.pack_five_text, habits: five },
  { key: 'sleep', title: m.pack_sleep, text: m.pack_sleep_text, habits: sleep },
  { key: 'calm', title: m.pack_calm, text: m.pack_calm_text, habits: calm },
  { key: 'body', title: m.pack_body, text: m.pack_body_text, habits: body },
  { key: 'people', title: m.pack_people, text: m.pack_people_text, habits: people },
  { key: 'self', title: m.pack_self, text: m.pack_self_text, habits: self },
];

/** The fields of a habit from a pack, in the person's language. */
export function fieldsOf({ key: _, name, when, then, unit, ...rest }: PackHabit): Partial<HabitFields> & { name: string } {
  return { ...rest, name: name(), planWhen: when(), planThen: then(), ...(unit ? { unit: unit() } : {}) };
}
