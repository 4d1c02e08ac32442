import { overlay } from '$lib/sync/merge';
import { format, tick, type Clock } from '$lib/sync/stamp';
import type { Connection } from './connection';
import { dayOf, type Op, type Row } from './model';
import { storeOf } from './schema';

export type Draft = Omit<Op, 'seq' | 'stamp'>;

/**
 * Writes the row and its operation in one durable transaction: both or neither. Gives the
 * operation; a draft that is in the outbox already is left as it is.
 */
export const write = (connection: Connection, draft: Draft, device: string): Promise<Op> =>
  connection.run(async (db) => {
    const store = storeOf[draft.entity];
    const tx = db.transaction([store, 'outbox', 'meta'], 'readwrite', { durability: 'strict' });
    const outbox = tx.objectStore('outbox');
    const known = await outbox.index('opId').get(draft.opId);
    if (known) return known;
    const meta = tx.objectStore('meta');
    const clock = ((await meta.get('clock')) as Clock | undefined) ?? { ms: 0, counter: 0 };
    const offset = ((await meta.get('offset')) as number | undefined) ?? 0;
    const next = tick(clock, Date.now() + offset);
    const op: Op = { ...draft, stamp: format(next, device) };
    const row = await tx.objectStore(store).get(draft.entityId);
    void meta.put(next, 'clock');
    void tx.objectStore(store).put(changed(row, op));
    void outbox.add(op);
    await tx.done;
    return op;
  });

function changed(row: Row | undefined, op: Op): Row {
  const view = row ? { ...row.view, ...op.fields } : overlay(op.entity, null, [op]);
  const day = dayOf(op.entity, op.entityId, view);
  return { id: op.entityId, base: row?.base ?? null, view, ...(day ? { day } : {}) };
}
