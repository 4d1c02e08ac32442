/** What the rules about factors look at. */
export interface Placed {
  id: string;
  name: string;
  group: string;
  position: number;
}

export interface Group<T> {
  name: string;
  factors: T[];
}

/** Factors in the person's order. */
export const inOrder = <T extends Placed>(factors: Iterable<T>): T[] =>
  [...factors].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));

/** Factors by group; groups stand where their first factor stands, those without a group at the end. */
export function grouped<T extends Placed>(factors: Iterable<T>): Group<T>[] {
  const groups = new Map<string, T[]>();
  for (const factor of inOrder(factors)) {
    const found = groups.get(factor.group);
    if (found) found.push(factor);
    else groups.set(factor.group, [factor]);
  }
  return [...groups]
    .map(([name, members]) => ({ name, factors: members }))
    .sort((a, b) => Number(a.name === '') - Number(b.name === ''));
}

/** New positions that put a factor before or after its neighbour in the group; empty at the end of it. */
export function moved(factors: Iterable<Placed>, id: string, step: 1 | -1): { id: string; position: number }[] {
  const groups = grouped(factors);
  const group = groups.find((found) => found.factors.some((factor) => factor.id === id));
  const from = group?.factors.findIndex((factor) => factor.id === id) ?? -1;
  if (!group?.factors[from + step]) return [];
  const [factor] = group.factors.splice(from, 1);
  if (factor) group.factors.splice(from + step, 0, factor);
  return numbered(groups);
}

/** New positions that put a whole group before or after its neighbour. */
export function movedGroup(factors: Iterable<Placed>, name: string, step: 1 | -1): { id: string; position: number }[] {
  const groups = grouped(factors);
  const from = groups.findIndex((group) => group.name === name);
  if (name === '' || !groups[from + step]?.name) return [];
  const [group] = groups.splice(from, 1);
  if (group) groups.splice(from + step, 0, group);
  return numbered(groups);
}

const numbered = (groups: Group<Placed>[]): { id: string; position: number }[] =>
  groups
    .flatMap((group) => group.factors)
    .map(({ id, position: old }, position) => ({ id, position, old }))
    .filter(({ position, old }) => position !== old)
    .map(({ id, position }) => ({ id, position }));

const plain = (name: string): string => name.trim().toLocaleLowerCase();

/** The factor that already has this name, in whatever case. */
export const named = <T extends Placed>(factors: Iterable<T>, name: string): T | undefined =>
  [...factors].find((factor) => plain(factor.name) === plain(name));
