import type { Entity } from '$lib/db/model';
import { formatInstant, formatList, formatNumber, m, moodWord } from '$lib/i18n';
import { emotionWord } from '$lib/mood/emotion-words';
import { kindWord } from '$lib/mood/event-words';
import { partTitle } from '$lib/mood/scale-words';
import { data } from '$lib/state/data.svelte';
import { habitWords } from './habit-words';
import { dateText, type Words } from './value-text';

type Value = NonNullable<Words['value']>;

const outOfFive: Value = (value) =>
  value === null ? m.version_nothing() : m.version_of_five({ number: formatNumber(Number(value)) });
const listed = (word: (key: string) => string): Value => (value) =>
  Array.isArray(value) && value.length ? formatList(value.map((key) => word(String(key)))) : m.version_nothing();
const factorName = (id: string): string => data.factors.get(id)?.name ?? m.version_gone_factor();
const yesNo: Value = (value) => (value ? m.version_yes() : m.version_no());

const shared: Record<string, Words> = {
  deleted: { field: m.version_field_deleted, value: yesNo },
  name: { field: m.version_field_name },
  note: { field: () => partTitle('note') },
  day: { field: m.version_field_day, value: dateText },
  position: { field: m.version_field_position },
  archived: { field: m.version_field_archived, value: yesNo },
};

const fields: Partial<Record<Entity, Record<string, Words>>> = {
  habit: habitWords,
  mood: {
    level: { field: m.version_field_level, value: (level) => moodWord(Number(level)) },
    word: { field: m.version_field_word },
    at: { field: m.mood_time, value: (at) => formatInstant(Number(at)) },
    energy: { field: () => partTitle('energy'), value: outOfFive },
    anxiety: { field: () => partTitle('anxiety'), value: outOfFive },
    confidence: { field: () => partTitle('confidence'), value: outOfFive },
    sleep: { field: () => partTitle('sleep'), value: outOfFive },
    emotions: { field: () => partTitle('emotions'), value: listed(emotionWord) },
    factors: { field: () => partTitle('factors'), value: listed(factorName) },
  },
  entry: {
    value: { field: m.version_field_done, value: yesNo },
    skipped: { field: m.version_field_skipped, value: yesNo },
  },
  event: {
    kind: { field: m.event_kind, value: (kind) => kindWord(String(kind)) },
    endsOn: { field: m.event_ends, value: dateText },
    followUpOn: { field: m.event_follow_up, value: dateText },
  },
};

const find = (entity: Entity, field: string): Words | undefined => fields[entity]?.[field] ?? shared[field];

/** What a field is called where people read it. */
export const fieldWord = (entity: Entity, field: string): string => find(entity, field)?.field() ?? m.version_field_other();

/** A value in plain words. */
export function valueText(entity: Entity, field: string, value: unknown): string {
  const own = find(entity, field)?.value;
  if (own) return own(value);
  if (value === null || value === '') return m.version_nothing();
  if (typeof value === 'boolean') return yesNo(value);
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
