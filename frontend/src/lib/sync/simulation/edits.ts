import { entryId, type AnyFields, type Entity } from '$lib/db/model';
import { uuid7 } from '$lib/sync/uuid7';
import { trueTime } from './phone';
import type { Random } from './random';

const DAY_MS = 86_400_000;
const NEW = 0.2;
const REFUSED = 0.04;

/** The ids that a device has heard of. */
export type Known = ReadonlyMap<Entity, ReadonlySet<string>>;
export interface Edit {
  entity: Entity;
  entityId: string;
  fields: AnyFields;
}

type Make = (random: Random, known: Known) => AnyFields;
interface Kind {
  /** An id that several devices come to by themselves; without it things get one when made. */
  id?: (random: Random, known: Known) => string;
  /** All that a new one needs. */
  whole: Make;
  /** What people change of it. */
  parts: Make[];
  /** What the server refuses. */
  wrong: AnyFields;
}

const text = (random: Random): string => `t${random.int(0, 99)}`;
const rating = (random: Random): number => random.int(1, 5);
const place = (random: Random): number => random.int(0, 9);
const answers = (random: Random): number[] => Array.from({ length: 7 }, () => random.int(0, 3));
/** Everybody on an instance reads the same articles. */
const ARTICLES = [1, 2, 3, 4].map((n) => `01900000-0000-7000-8000-00000000000${n}`);
/** A day that many days ago, at most and at least. */
const day = (random: Random, most = 3, least = 0): string =>
  new Date(trueTime() - random.int(least, most) * DAY_MS).toISOString().slice(0, 10);
const named: Make = (random) => ({ name: text(random), deleted: false });
const rename: Make = (random) => ({ name: text(random) });
const gone: Make = () => ({ deleted: true });
const back: Make = () => ({ deleted: false });
const one = (known: Known, entity: Entity, random: Random): string =>
  random.pick([...(known.get(entity) ?? [])]);

const kinds: Record<Entity, Kind> = {
  group: { whole: named, parts: [rename, (random) => ({ position: place(random) }), gone], wrong: { name: '' } },
  habit: {
    whole: (random) => ({ name: text(random), createdOn: '2026-01-01', deleted: false }),
    parts: [
      rename,
      (random) => ({ colour: random.int(0, 7), position: place(random) }),
      (random) => ({ schedule: 'rolling', times: random.int(1, 3), days: random.int(4, 9) }),
      (random) => ({ kind: 'at_least', target: random.int(1, 8) / 4, unit: 'l', planWhen: text(random) }),
    ],
    wrong: { name: 'x'.repeat(81) },
  },
  entry: {
    id: (random, known) => entryId(one(known, 'habit', random), day(random)),
    whole: (random) => ({ value: random.int(0, 1), deleted: false }),
    parts: [(random) => ({ value: random.int(0, 1) }), (random) => ({ skipped: random.chance(0.5) }), gone],
    wrong: { value: 7 },
  },
  amount: {
    whole: (random, known) => ({
      habitId: one(known, 'habit', random), day: day(random), at: trueTime(), amount: random.int(-8, 8) / 4, deleted: false,
    }),
    parts: [gone, back, (random) => ({ amount: random.int(0, 9) })],
    wrong: { amount: 1e9 },
  },
  pause: {
    whole: (random, known) => ({
      habitId: random.chance(0.5) ? null : one(known, 'habit', random), firstDay: day(random), lastDay: null, deleted: false,
    }),
    parts: [(random) => ({ lastDay: day(random, 0, -5) }), (random) => ({ firstDay: day(random) }), gone],
    wrong: { firstDay: '2026-01-10', lastDay: '2026-01-09' },
  },
  mood: {
    whole: (random) => ({ day: day(random), at: trueTime(), level: rating(random), deleted: false }),
    parts: [
      (random) => ({ level: rating(random), word: text(random) }),
      (random) => ({ anxiety: rating(random), sleep: null }),
      (random) => ({ emotions: random.chance(0.5) ? ['calm', 'tired'] : [], note: text(random) }),
      gone,
      back,
    ],
    wrong: { level: 6 },
  },
  factor: {
    whole: named,
    parts: [rename, (random) => ({ group: text(random), archived: random.chance(0.5) }), gone],
    wrong: { name: 'x\0' },
  },
  event: {
    whole: (random) => ({ name: text(random), kind: 'holiday', day: day(random), deleted: false }),
    parts: [rename, (random) => ({ note: text(random), endsOn: day(random, 0, -5) }), gone, back],
    wrong: { kind: 'wedding' },
  },
  screening: {
    whole: (random) => ({
      instrument: 'gad7', version: '1', language: 'en', day: day(random), at: trueTime(),
      answers: answers(random), deleted: false,
    }),
    parts: [(random) => ({ answers: answers(random) }), (random) => ({ language: random.pick(['en', 'de']) }), gone, back],
    wrong: { answers: [0, 1, 2, 3, 4, 0, 0] },
  },
  reading: {
    id: (random) => random.pick(ARTICLES),
    whole: (random) => ({ readOn: day(random), saved: random.chance(0.5), deleted: false }),
    parts: [
      (random) => ({ saved: random.chance(0.5) }),
      (random) => ({ lessUntil: random.chance(0.5) ? day(random, -1, -90) : null }),
      (random) => ({ readOn: day(random) }),
      gone,
    ],
    wrong: { lessUntil: '2199-01-01' },
  },
  profile: {
    whole: (random) => ({ dayStartsAt: random.int(0, 23) }),
    parts: [
      (random) => ({ language: random.pick(['en', 'de']), streaks: random.chance(0.5) }),
      (random) => ({ quietFrom: random.int(0, 9), quietTo: 600 }),
      (random) => ({ interests: random.chance(0.5) ? ['habits'] : [], questionnaires: ['gad7'] }),
      (random, known) => ({ focus: [`habit:${one(known, 'habit', random)}`] }),
      (random) => ({ moodScale: [{ name: text(random), level: rating(random) }] }),
    ],
    wrong: { dayStartsAt: 24 },
  },
};

/** The few kinds of things that a schedule is about, so that its devices often meet. */
export const aTopic = (random: Random): Entity[] =>
  Array.from({ length: random.int(1, 3) }, () => random.pick(Object.keys(kinds) as Entity[]));

/** A change as a person may make it who sees what this device knows. */
export function anEdit(random: Random, known: Known, topic: Entity[]): Edit {
  const entity = random.pick(topic);
  const kind = kinds[entity];
  const ids = known.get(entity) ?? new Set();
  const entityId =
    kind.id?.(random, known) ??
    (ids.size && (entity === 'profile' || !random.chance(NEW)) ? random.pick([...ids]) : uuid7());
  if (random.chance(REFUSED)) return { entity, entityId, fields: kind.wrong };
  const fields = ids.has(entityId) ? random.pick([kind.whole, ...kind.parts])(random, known) : kind.whole(random, known);
  return { entity, entityId, fields };
}

/** A habit to begin with, so that there is something to check in. */
export const aHabit = (random: Random): Edit => ({
  entity: 'habit',
  entityId: uuid7(),
  fields: kinds.habit.whole(random, new Map()),
});
