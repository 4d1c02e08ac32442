/** The kinds of things that are written on the device and synced. Field names are the API's. */
export type Kind = 'yes_no' | 'at_least' | 'at_most' | 'avoid';
export type Schedule = 'weekdays' | 'per_week' | 'per_month' | 'rolling' | 'interval';
export type EventKind =
  | 'medicine'
  | 'therapy'
  | 'treatment'
  | 'holiday'
  | 'illness'
  | 'life'
  | 'other';
export type MoodPart =
  | 'emotions'
  | 'energy'
  | 'anxiety'
  | 'confidence'
  | 'sleep'
  | 'factors'
  | 'note';

export interface GroupFields {
  name: string;
  position: number;
  deleted: boolean;
}

export interface HabitFields {
  name: string;
  icon: string;
  colour: number;
  kind: Kind;
  schedule: Schedule;
  /** Bit 0 = Monday; 127 = every day. */
  weekdays: number;
  /** How often in a week, a month or `days` days. */
  times: number;
  /** The rolling days, or every how many days of an interval. */
  days: number;
  /** First day of an interval; without one the day on which the habit was made. */
  startsOn: string | null;
  /** What a measured day should reach, or stay below. */
  target: number;
  unit: string;
  /** What one tap adds to a measured day. */
  step: number;
  planWhen: string;
  planThen: string;
  groupId: string | null;
  position: number;
  createdOn: string;
  archived: boolean;
  deleted: boolean;
}

export interface EntryFields {
  /** Yes/no: 1 = done. Avoid: 1 = kept, 0 = slipped. Unused where amounts are measured. */
  value: number;
  skipped: boolean;
  deleted: boolean;
}

/** One addition to a measured habit's day, whose value is the sum. */
export interface AmountFields {
  habitId: string;
  day: string;
  at: number;
  amount: number;
  deleted: boolean;
}

export interface PauseFields {
  /** Nothing = all habits. */
  habitId: string | null;
  firstDay: string;
  /** Nothing = until it is ended. */
  lastDay: string | null;
  deleted: boolean;
}

export interface MoodFields {
  day: string;
  at: number;
  level: number;
  /** The name of the own level that was chosen; empty for the five standard ones. */
  word: string;
  energy: number | null;
  anxiety: number | null;
  confidence: number | null;
  sleep: number | null;
  emotions: string[];
  /** Ids of factors. */
  factors: string[];
  note: string;
  deleted: boolean;
}

export interface FactorFields {
  name: string;
  group: string;
  icon: string;
  position: number;
  archived: boolean;
  deleted: boolean;
}

export interface EventFields {
  name: string;
  kind: EventKind;
  day: string;
  endsOn: string | null;
  followUpOn: string | null;
  note: string;
  deleted: boolean;
}

export type Instrument = 'phq8' | 'gad7';

export interface ScreeningFields {
  instrument: Instrument;
  /** Of the wording that was answered. */
  version: string;
  language: string;
  day: string;
  at: number;
  /** One of 0 to 3 for each question; empty when the server could not open them. */
  answers: number[];
  deleted: boolean;
}

/** What the person did with an article; the row's id is the article's. */
export interface ReadingFields {
  readOn: string | null;
  saved: boolean;
  /** Less like this until that day. */
  lessUntil: string | null;
  deleted: boolean;
}

export interface MoodLevel {
  name: string;
  level: number;
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
  /** 0 = Monday. */
  weekStartsOn: number;
  streaks: boolean;
  /** What the person wants to be asked about beside the mood. */
  moodParts: MoodPart[];
  /** Own names of moods, best first; empty = the five standard faces. */
  moodScale: MoodLevel[];
  /** The first steps were finished or skipped. */
  welcomed: boolean;
  /** Topics of articles. */
  interests: string[];
  /** `habit:<id>` or `factor:<id>`, three at most. */
  focus: string[];
  questionnaires: Instrument[];
}

export interface FieldsOf {
  group: GroupFields;
  habit: HabitFields;
  entry: EntryFields;
  amount: AmountFields;
  pause: PauseFields;
  mood: MoodFields;
  factor: FactorFields;
  event: EventFields;
  screening: ScreeningFields;
  reading: ReadingFields;
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
  /** How the fields are meant; 1 was written by versions before amounts, pauses and skips. */
  v: 1 | 2;
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

type With<E extends Entity> = FieldsOf[E] & { id: string };
export type Group = With<'group'>;
export type Habit = With<'habit'>;
export type Entry = With<'entry'>;
export type Amount = With<'amount'>;
export type Pause = With<'pause'>;
export type Mood = With<'mood'>;
export type Factor = With<'factor'>;
export type LifeEvent = With<'event'>;
export type Screening = With<'screening'>;
export type Reading = With<'reading'>;

export interface RowKey {
  entity: Entity;
  id: string;
}

/** An entry's id: one row for a habit and a day, whoever writes it. */
export const entryId = (habitId: string, day: string): string => `${habitId}:${day}`;

/** The date that a row is looked up by. */
export function dayOf(entity: Entity, id: string, view: AnyFields): string | undefined {
  if (entity === 'entry') return id.slice(id.lastIndexOf(':') + 1);
  return entity === 'mood' || entity === 'amount' ? String(view['day']) : undefined;
}
