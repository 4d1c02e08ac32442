import { m } from '$lib/i18n';
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

/** What the person wrote, as far as it is words or numbers. */
export const writtenText = ({ fields }: DeadLetter): string =>
  Object.entries(fields)
    .filter(([name, value]) => !/Id$|^at$/.test(name) && value !== '' && ['string', 'number'].includes(typeof value))
    .map(([, value]) => String(value))
    .join(' · ');

/** Where the person can put it right. */
export function placeOf({ entity, entityId, fields }: DeadLetter): string {
  const habit = String(fields['habitId'] ?? '');
  if (entity === 'entry') return `/day/${entityId.slice(-10)}`;
  if (entity === 'amount' && fields['day']) return `/day/${String(fields['day'])}`;
  if (entity === 'habit') return `/habits/${entityId}/edit`;
  if (entity === 'pause') return habit ? `/habits/${habit}` : '/';
  const pages = { group: '/habits/order', mood: `/mood/${entityId}`, factor: '/factors', event: `/events/${entityId}`, amount: '/', profile: '/settings' };
  return pages[entity];
}
