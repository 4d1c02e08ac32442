/** A stretch of text that stayed, went or came. */
export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Above so many comparisons a text counts as replaced; nobody reads such a difference word by word. */
const MOST = 4_000_000;

const words = (text: string): string[] => text.match(/\s*\S+|\s+$/g) ?? [];

/** Lengths of the longest common rest from each pair of places on. */
function rests(before: string[], after: string[]): Uint16Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      table[i]![j] =
        before[i] === after[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
  return table;
}

function* walk(before: string[], after: string[]): Generator<Piece> {
  const table = rests(before, after);
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      j++;
      yield { kind: 'same', text: before[i++]! };
    }
    else if (j >= after.length || (i < before.length && table[i + 1]![j]! >= table[i]![j + 1]!))
      yield { kind: 'gone', text: before[i++]! };
    else yield { kind: 'new', text: after[j++]! };
  }
}

/** What became of a text, word by word; neighbours of a kind are one piece. */
export function pieces(before: string, after: string): Piece[] {
  const [old, now] = [words(before), words(after)];
  const found: Iterable<Piece> =
    old.length * now.length > MOST
      ? [{ kind: 'gone', text: before } as const, { kind: 'new', text: after } as const]
      : walk(old, now);
  const joined: Piece[] = [];
  for (const piece of found) {
    const last = joined.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else if (piece.text) joined.push({ ...piece });
  }
  return joined;
}

/** A field that differs between two versions. */
export interface Difference {
  field: string;
  pieces: Piece[];
}

type Fields = Record<string, unknown>;

/** The fields that differ, as `say` writes them; before the first version there was nothing. */
export function differences(
  before: Fields | undefined,
  after: Fields,
  fields: readonly string[],
  say: (field: string, value: unknown) => string,
): Difference[] {
  return fields
    .map((field) => ({ field, old: before ? say(field, before[field]) : '', now: say(field, after[field]) }))
    .filter(({ old, now }) => old !== now)
    .map(({ field, old, now }) => ({ field, pieces: pieces(old, now) }));
}
