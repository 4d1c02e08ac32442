import type { SubjectKind } from './claims';

/** The most that is looked at together: with more, chance alone would find something. */
export const MOST = 3;

export interface Subject {
  kind: SubjectKind;
  id: string;
}

/** "habit:<id>", as a person's profile keeps it. */
export const keyOf = ({ kind, id }: Subject): string => `${kind}:${id}`;

/** The habit or factor that a key of a profile means; nothing for any other text. */
export function subjectOf(key: string): Subject | undefined {
  const at = key.indexOf(':');
  const [kind, id] = [key.slice(0, at), key.slice(at + 1)];
  return (kind === 'habit' || kind === 'factor') && id ? { kind, id } : undefined;
}

/** The choice with one more or one less; a fourth changes nothing. */
export function toggled(focus: readonly string[], key: string): string[] {
  if (focus.includes(key)) return focus.filter((other) => other !== key);
  return focus.length < MOST ? [...focus, key] : [...focus];
}
