import type { OpResult } from '$lib/api/types';
import { blank } from '$lib/db/blank';
import type { AnyFields, Entity, Op, Row } from '$lib/db/model';

/** What a person sees: the server's fields with the unsent changes laid over them, oldest first. */
export function overlay(entity: Entity, base: AnyFields | null, unsent: readonly Op[]): AnyFields {
  const view: AnyFields = { ...blank[entity], ...base };
  for (const op of unsent) Object.assign(view, op.fields);
  return view;
}

/** The row once the server said these are its fields, whoever wrote them. No clock is compared. */
export const accept = (row: Row | undefined, id: string, fields: AnyFields): Row => ({
  ...(row ?? { id, view: {} }),
  base: fields,
});

/** The row once the server took the change in; a superseded one learns its winner by the feed. */
export const confirm = (row: Row, op: Op, status: OpResult['status']): Row =>
  status === 'applied' ? { ...row, base: { ...row.base, ...op.fields } } : row;

/** Nothing is known of the row any more: neither the server nor an unsent change speaks of it. */
export const isGone = (row: Row, unsent: readonly Op[]): boolean => !row.base && !unsent.length;
