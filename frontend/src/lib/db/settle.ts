import type { Change, OpResult, SyncAnswer } from '$lib/api/types';
import { accept, confirm, isGone, overlay } from '$lib/sync/merge';
import { corrected, latestKept, type Clock } from '$lib/sync/stamp';
import type { Connection } from './connection';
import { dayOf, type Entity, type Op, type Row, type RowKey } from './model';
import { rowStores, storeOf, type StoreName, type WriteTx } from './schema';

/** Takes in the server's answer in one transaction; gives the rows whose view may have changed. */
export const settle = (connection: Connection, sent: Op[], answer: SyncAnswer): Promise<RowKey[]> =>
  connection.run(async (db) => {
    const tx = db.transaction([...rowStores, 'outbox', 'dead', 'meta'], 'readwrite', {
      durability: 'strict',
    });
    const touched = await settleOps(tx, sent, answer.results);
    for (const change of known(answer.changes)) touched.push(await takeChange(tx, change));
    for (const key of touched) await renew(tx, key);
    // A resync that is cut short must begin again: its cursor comes with the whole snapshot.
    if (!answer.resync) void tx.objectStore('meta').put(answer.cursor, 'cursor');
    if (answer.serverTime) await setClock(tx, sent, answer.serverTime);
    await tx.done;
    return touched;
  });

/** Learns by how much the device's clock is wrong, and brings its stamps back when they ran ahead. */
async function setClock(tx: WriteTx, sent: Op[], serverTime: number): Promise<void> {
  const meta = tx.objectStore('meta');
  void meta.put(serverTime - Date.now(), 'offset');
  const clock = (await meta.get('clock')) as Clock | undefined;
  const known = ((await meta.get('kept')) as number | undefined) ?? 0;
  const kept = Math.max(known, latestKept(sent.map(({ stamp }) => stamp), serverTime));
  if (kept > known) void meta.put(kept, 'kept');
  if (clock && !(await tx.objectStore('outbox').count())) void meta.put(corrected(clock, serverTime, kept), 'clock');
}

/** Replaces everything the server ever said by a full snapshot; unsent changes stay on top. */
export const replaceAll = (
  connection: Connection,
  changes: Change[],
  cursor: number,
): Promise<RowKey[]> =>
  connection.run(async (db) => {
    const tx = db.transaction([...rowStores, 'outbox', 'dead', 'meta'], 'readwrite', {
      durability: 'strict',
    });
    const touched: RowKey[] = [];
    for (const [entity, store] of Object.entries(storeOf) as [Entity, StoreName][]) {
      for (const row of await tx.objectStore(store).getAll()) {
        void tx.objectStore(store).put({ ...row, base: null });
        touched.push({ entity, id: row.id });
      }
    }
    for (const change of known(changes)) touched.push(await takeChange(tx, change));
    for (const key of touched) await renew(tx, key);
    void tx.objectStore('meta').put(cursor, 'cursor');
    await tx.done;
    return touched;
  });

/** Too many at once were not looked at: they go again. */
export const isAnswered = ({ code }: OpResult): boolean => code !== 'too-many';

/** An operation leaves the outbox only by its own result; a refused one is kept apart. */
async function settleOps(tx: WriteTx, sent: Op[], results: SyncAnswer['results']): Promise<RowKey[]> {
  const touched: RowKey[] = [];
  const byId = new Map(results.map((result) => [result.opId, result]));
  for (const op of sent) {
    const result = byId.get(op.opId);
    if (!result || op.seq === undefined || !isAnswered(result)) continue;
    void tx.objectStore('outbox').delete(op.seq);
    if (result.status === 'rejected') {
      const letter = { ...op, code: result.code ?? 'refused', detail: result.detail ?? '' };
      void tx.objectStore('dead').put(letter);
    }
    const rows = tx.objectStore(storeOf[op.entity]);
    const row = await rows.get(op.entityId);
    if (row) void rows.put(confirm(row, op, result.status));
    touched.push({ entity: op.entity, id: op.entityId });
  }
  return touched;
}

/** A newer server may tell of things that this version has no place for; its upgrade reads them again. */
const known = (changes: Change[]): Change[] => changes.filter(({ entity }) => entity in storeOf);

async function takeChange(tx: WriteTx, change: Change): Promise<RowKey> {
  const entity: Entity = change.entity;
  const rows = tx.objectStore(storeOf[entity]);
  const fields = change.fields as Row['view'];
  void rows.put(accept(await rows.get(change.entityId), change.entityId, fields));
  return { entity, id: change.entityId };
}

/** Lays what is still unsent over the row again; a row that nobody speaks of disappears. */
async function renew(tx: WriteTx, { entity, id }: RowKey): Promise<void> {
  const rows = tx.objectStore(storeOf[entity]);
  const row = await rows.get(id);
  if (!row) return;
  const unsent = await tx.objectStore('outbox').index('row').getAll([entity, id]);
  if (isGone(row, unsent)) return rows.delete(id);
  const view = overlay(entity, row.base, unsent);
  const day = dayOf(entity, id, view);
  await rows.put({ ...row, view, ...(day ? { day } : {}) });
}
