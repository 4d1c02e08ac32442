import { entryId, type AnyFields, type Entity } from '$lib/db/model';
import { uuid7 } from '$lib/sync/uuid7';
import { trueTime } from './phone';
import type { Random } from './random';

const DAY_MS = 86_400_000;
const NEW = 0.3;
const REFUSED = 0.04;

/** The ids that a device has heard of. */
export type Known = ReadonlyMap<Entity, ReadonlySet<string>>;
export interface Edit {
  entity: Entity;
  entityId: string;
  fields: AnyFields;
}

type Make = (random: Random) => AnyFields;
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
const day = (random: Random): string =>
  new Date(trueTime() - random.int(0, 3) * DAY_MS).toISOString().slice(0, 10);
const gone: Make = () => ({ deleted: true });
const back: Make = () => ({ deleted: false });
const one = (known: Known, entity: Entity, random: Random): string =>
  random.pick([...(known.get(entity) ?? [])]);

const kinds: Partial<Record<Entity, Kind>> = {
  habit: {
    whole: (random) => ({ name: text(random), createdOn: '2026-01-01', deleted: false }),
    parts: [(random) => ({ name: text(random) }), (random) => ({ colour: random.int(0, 7), position: random.int(0, 9) })],
    wrong: { name: 'x'.repeat(81) },
  },
  entry: {
    id: (random, known) => entryId(one(known, 'habit', random), day(random)),
    whole: (random) => ({ value: random.int(0, 1), deleted: false }),
    parts: [(random) => ({ value: random.int(0, 1) }), gone],
    wrong: { value: 7 },
  },
  mood: {
    whole: (random) => ({ day: day(random), at: trueTime(), level: rating(random), deleted: false }),
    parts: [(random) => ({ level: rating(random) }), (random) => ({ anxiety: rating(random), confidence: null }), gone, back],
    wrong: { level: 6 },
  },
  profile: {
    whole: (random) => ({ dayStartsAt: random.int(0, 23) }),
    parts: [(random) => ({ language: random.pick(['en', 'de']) }), (random) => ({ quietFrom: random.int(0, 9), quietTo: 600 })],
    wrong: { dayStartsAt: 24 },
  },
};

/** A change as a person may make it who sees what this device knows. */
export function anEdit(random: Random, known: Known): Edit {
  const [entity, kind] = random.pick(Object.entries(kinds) as [Entity, Kind][]);
  const ids = known.get(entity) ?? new Set();
  const entityId =
    kind.id?.(random, known) ??
    (ids.size && (entity === 'profile' || !random.chance(NEW)) ? random.pick([...ids]) : uuid7());
  if (random.chance(REFUSED)) return { entity, entityId, fields: kind.wrong };
  const fields = ids.has(entityId) ? random.pick([kind.whole, ...kind.parts])(random) : kind.whole(random);
  return { entity, entityId, fields };
}

/** A habit to begin with, so that there is something to check in. */
export const aHabit = (random: Random): Edit => ({
  entity: 'habit',
  entityId: uuid7(),
  fields: kinds.habit!.whole(random),
});
