/** The four kinds of things that are written on the device and synced. Field names are the API's. */
export interface HabitFields {
  name: string;
  icon: string;
  colour: number;
  kind: 'yes_no';
  /** Bit 0 = Monday; 127 = every day. */
  weekdays: number;
  position: number;
  createdOn: string;
  archived: boolean;
  deleted: boolean;
}

export interface EntryFields {
  value: number;
  deleted: boolean;
}

export interface MoodFields {
  day: string;
  at: number;
  level: number;
  anxiety: number | null;
  confidence: number | null;
  tags: string[];
  deleted: boolean;
}

export interface ProfileFields {
  zone: string;
  dayStartsAt: number;
  language: string;
  country: string;
  birthYear: number | null;
  adult: boolean;
  treatments: boolean;
  flags: string[];
  medicines: string[];
  medicineChangedOn: string | null;
  suggestions: boolean;
  helpPressedAt: number | null;
  /** Minutes of the local day; both or none. */
  quietFrom: number | null;
  quietTo: number | null;
  reminderLimit: number;
  openTexts: boolean;
  mailFallback: boolean;
}

export interface FieldsOf {
  habit: HabitFields;
  entry: EntryFields;
  mood: MoodFields;
  profile: ProfileFields;
}
export type Entity = keyof FieldsOf;
export type AnyFields = Record<string, unknown>;

/** One change that the server has not confirmed yet. Never altered once written. */
export interface Op {
  /** Place in the outbox, given by the database. */
  seq?: number;
  opId: string;
  entity: Entity;
  entityId: string;
  fields: AnyFields;
  stamp: string;
  v: 1;
}

/** What the server refused, kept until the person decides. */
export interface DeadLetter extends Op {
  code: string;
  detail: string;
}

/** A row on the device: what the server last said, and that with the unsent changes laid over it. */
export interface Row {
  id: string;
  day?: string;
  base: AnyFields | null;
  view: AnyFields;
}

export type Habit = HabitFields & { id: string };
export type Entry = EntryFields & { id: string };
export type Mood = MoodFields & { id: string };

export interface RowKey {
  entity: Entity;
  id: string;
}

/** Values of fields that nobody has written yet. */
export const blank: FieldsOf = {
  habit: {
    name: '',
    icon: '',
    colour: 0,
    kind: 'yes_no',
    weekdays: 127,
    position: 0,
    createdOn: '1970-01-01',
    archived: false,
    deleted: false,
  },
  entry: { value: 0, deleted: false },
  mood: {
    day: '1970-01-01',
    at: 0,
    level: 3,
    anxiety: null,
    confidence: null,
    tags: [],
    deleted: false,
  },
  profile: {
    zone: 'UTC',
    dayStartsAt: 3,
    language: 'en',
    country: '',
    birthYear: null,
    adult: false,
    treatments: false,
    flags: [],
    medicines: [],
    medicineChangedOn: null,
    suggestions: true,
    helpPressedAt: null,
    quietFrom: null,
    quietTo: null,
    reminderLimit: 2,
    openTexts: false,
    mailFallback: false,
  },
};

/** An entry's id: one row for a habit and a day, whoever writes it. */
export const entryId = (habitId: string, day: string): string => `${habitId}:${day}`;

/** The date that a row is looked up by. */
export function dayOf(entity: Entity, id: string, view: AnyFields): string | undefined {
  if (entity === 'entry') return id.slice(id.lastIndexOf(':') + 1);
  return entity === 'mood' ? String(view['day']) : undefined;
}
