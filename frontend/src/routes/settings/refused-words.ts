import { formatDay, m } from '$lib/i18n';
import type { DeadLetter, Entity } from '$lib/db/model';

const things: Record<Entity, () => string> = {
  group: m.entity_group,
  habit: m.entity_habit,
  entry: m.entity_entry,
  amount: m.entity_amount,
  pause: m.entity_pause,
  mood: m.entity_mood,
  factor: m.entity_factor,
  event: m.entity_event,
  screening: m.entity_screening,
  reading: m.entity_reading,
  profile: m.entity_profile,
};
const reasons: Record<string, () => string> = {
  invalid: m.refused_invalid,
  'not-found': m.refused_not_found,
  'out-of-range': m.refused_out_of_range,
  'unknown-habit': m.refused_unknown_habit,
  'unknown-version': m.refused_unknown_version,
  'unknown-zone': m.refused_unknown_zone,
  unreadable: m.refused_unreadable,
};

export const thingWord = (entity: Entity): string => things[entity]();
export const reasonText = (code: string): string => (reasons[code] ?? m.refused_other)();

const DATE = /^\d{4}-\d\d-\d\d$/;
const dayText = (day: string): string => formatDay(day, { day: 'numeric', month: 'long', year: 'numeric' });
const isShown = ([name, value]: [string, unknown]): boolean =>
  !/Id$|^at$/.test(name) && value !== '' && ['string', 'number'].includes(typeof value);

/** What the person wrote, as far as it is words, numbers and dates; `habit` is the name it belongs to. */
export function writtenText({ entity, entityId, fields }: DeadLetter, habit = ''): string {
  const values = entity === 'entry' ? [entityId.slice(-10)] : Object.entries(fields).filter(isShown).map(([, value]) => value);
  const texts = values.map((value) => (DATE.test(String(value)) ? dayText(String(value)) : String(value)));
  return [habit, ...texts].filter(Boolean).join(' · ');
}

/** The habit that a change belongs to. */
export const habitOf = ({ entity, entityId, fields }: DeadLetter): string =>
  entity === 'entry' ? entityId.slice(0, -11) : String(fields['habitId'] ?? '');

/** Where the person can put it right. */
export function placeOf(letter: DeadLetter): string {
  const { entity, entityId, fields } = letter;
  const habit = habitOf(letter);
  if (entity === 'entry') return `/day/${entityId.slice(-10)}`;
  if (entity === 'amount' && fields['day']) return `/day/${String(fields['day'])}`;
  if (entity === 'habit') return `/habits/${entityId}/edit`;
  if (entity === 'pause') return habit ? `/habits/${habit}` : '/';
  const pages = { group: '/habits/order', mood: `/mood/${entityId}`, factor: '/factors', event: `/events/${entityId}`, screening: '/screening', reading: '/library', amount: '/', profile: '/settings' };
  return pages[entity];
}
