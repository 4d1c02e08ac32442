import type { EventKind } from '$lib/db/model';
import { formatNumber, m } from '$lib/i18n';
import { daysUntil } from './months';

const kinds: Record<EventKind, () => string> = {
  medicine: m.event_kind_medicine,
  therapy: m.event_kind_therapy,
  treatment: m.event_kind_treatment,
  holiday: m.event_kind_holiday,
  illness: m.event_kind_illness,
  life: m.event_kind_life,
  other: m.event_kind_other,
};
/** What an event without an own name is called. */
const names: Record<EventKind, () => string> = {
  medicine: m.event_name_medicine,
  therapy: m.event_name_therapy,
  treatment: m.event_name_treatment,
  holiday: m.event_name_holiday,
  illness: m.event_name_illness,
  life: m.event_name_life,
  other: m.event_name_other,
};
const icons: Record<EventKind, string> = {
  medicine: '💊',
  therapy: '💬',
  treatment: '🩺',
  holiday: '⛵',
  illness: '🤒',
  life: '🌅',
  other: '📌',
};

const known = (kind: string): EventKind => (Object.hasOwn(kinds, kind) ? (kind as EventKind) : 'other');

export const kindWord = (kind: string): string => kinds[known(kind)]();
export const kindName = (kind: string): string => names[known(kind)]();
export const kindIcon = (kind: string): string => icons[known(kind)];

/** "Follow-up today", "Follow-up tomorrow" or "Follow-up in 12 days". */
export function followUpText(on: string, today: string): string {
  const days = daysUntil(today, on);
  if (days === 0) return m.event_follow_up_today();
  return m.event_follow_up_in({ count: days, number: formatNumber(days) });
}

/** "Today", "tomorrow" or "in 12 days" of a day ahead. */
export function aheadText(day: string, today: string): string {
  const days = daysUntil(today, day);
  return m.event_in({ count: days, number: formatNumber(days) });
}
