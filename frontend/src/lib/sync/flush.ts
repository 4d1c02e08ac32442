import { Failure } from '$lib/api/failure';
import type { Change, SyncAnswer, SyncRequest } from '$lib/api/types';
import type { Connection } from '$lib/db/connection';
import type { Op, RowKey } from '$lib/db/model';
import { readCursor, readOutbox } from '$lib/db/read';
import { isAnswered, replaceAll, settle } from '$lib/db/settle';

export type Send = (request: SyncRequest) => Promise<SyncAnswer>;
export type State = 'done' | 'offline' | 'signed-out' | 'refused';
export interface Outcome {
  state: State;
  touched: RowKey[];
}

const MOST_OPS = 200;
const PAGE = 500;
/** Answers that blame what was sent, so that a smaller batch may pass. */
const BLAMING = new Set([400, 413, 422]);

/** Sends the outbox and takes in what is new until both sides know all; never throws for the network. */
export async function exchange(connection: Connection, device: string, send: Send): Promise<Outcome> {
  const touched: RowKey[] = [];
  try {
    let most = MOST_OPS;
    for (;;) {
      const ops = await readOutbox(connection, most);
      const answer = await attempt(connection, device, send, ops);
      if (!answer && ops.length > 1) {
        most = Math.ceil(ops.length / 2);
        continue;
      }
      const settled = answer ?? (await refuse(connection, ops));
      touched.push(...(await settle(connection, ops, settled)));
      if (answer?.resync) touched.push(...(await resync(connection, device, send)));
      const answered = ops.length === 0 || settled.results.some(isAnswered);
      if (!answered) return { state: 'refused', touched };
      if (!settled.hasMore && (await readOutbox(connection, 1)).length === 0) break;
    }
    return { state: 'done', touched };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { state: stateOf(error), touched };
  }
}

function stateOf(failure: Failure): State {
  // 409: somebody else has signed in on this browser; what is here must wait for its owner.
  if (failure.status === 401 || failure.status === 409) return 'signed-out';
  const passing = failure.status === 0 || failure.status === 429 || failure.status >= 500;
  return passing ? 'offline' : 'refused';
}

/** The answer; nothing when the server blames the operations that were sent. */
async function attempt(
  connection: Connection,
  device: string,
  send: Send,
  ops: Op[],
): Promise<SyncAnswer | undefined> {
  try {
    const user = connection.userId;
    return await send({ user, device, cursor: await readCursor(connection), limit: PAGE, ops: ops.map(onWire) });
  } catch (error) {
    const blames = error instanceof Failure && BLAMING.has(error.status) && ops.length > 0;
    if (!blames) throw error;
    return undefined;
  }
}

/** Treats a single operation that the server will not even read as refused, so that the rest can go. */
async function refuse(connection: Connection, ops: Op[]): Promise<SyncAnswer> {
  const results = ops.map(({ opId }) => ({ opId, status: 'rejected' as const, code: 'unreadable', detail: null }));
  const cursor = await readCursor(connection);
  return { results, changes: [], cursor, hasMore: true, serverTime: 0, resync: false };
}

/** Reads everything again from the start; replaces what is here only once all of it has come. */
async function resync(connection: Connection, device: string, send: Send): Promise<RowKey[]> {
  const all: Change[] = [];
  let cursor = 0;
  for (let more = true; more; ) {
    const page = await send({ user: connection.userId, device, cursor, limit: PAGE, ops: [] });
    all.push(...page.changes);
    more = page.hasMore;
    cursor = page.cursor;
  }
  return replaceAll(connection, all, cursor);
}

const onWire = ({ opId, entity, entityId, fields, stamp, v }: Op): SyncRequest['ops'][number] => ({
  opId,
  entity,
  entityId,
  fields,
  stamp,
  v,
});
