import type { Change, OpResult, SyncRequest } from '$lib/api/types';
import type { Entity } from '$lib/db/model';
import type { Send } from './flush';

type WireOp = SyncRequest['ops'][number];
interface Stored {
  entity: Entity;
  id: string;
  seq: number;
  fields: Record<string, unknown>;
  stamps: Record<string, string>;
}

/** The server's part of the protocol in a few lines: per field the greater stamp wins. For tests. */
export class FakeServer {
  readonly rows = new Map<string, Stored>();
  readonly requests: SyncRequest[] = [];
  readonly #results = new Map<string, OpResult['status']>();
  #seq = 0;
  applied = 0;
  /** Cursors below this are answered by "read everything again"; 0 is always fine. */
  oldestCursor = 0;
  refuse: (op: WireOp) => boolean = () => false;

  put(entity: Entity, id: string, fields: Record<string, unknown>, stamp = '000000000000000'): boolean {
    const key = `${entity}/${id}`;
    const row = this.rows.get(key) ?? { entity, id, seq: 0, fields: {}, stamps: {} };
    let won = false;
    for (const [name, value] of Object.entries(fields)) {
      if (stamp < (row.stamps[name] ?? '')) continue;
      row.fields[name] = value;
      row.stamps[name] = stamp;
      won = true;
    }
    row.seq = ++this.#seq;
    this.rows.set(key, row);
    return won;
  }

  forget(entity: Entity, id: string): void {
    this.rows.delete(`${entity}/${id}`);
  }

  readonly send: Send = async (request) => {
    this.requests.push(request);
    const results = request.ops.map((op) => this.#apply(op));
    const known = [...this.rows.values()].filter((row) => row.seq > request.cursor);
    const page = known.sort((a, b) => a.seq - b.seq).slice(0, request.limit);
    const changes: Change[] = page.map(({ entity, id, seq, fields }) => ({
      entity: entity as Change['entity'],
      entityId: id,
      seq,
      fields: { ...fields },
    }));
    return {
      results,
      changes,
      cursor: page.at(-1)?.seq ?? request.cursor,
      hasMore: known.length > page.length,
      serverTime: Date.now(),
      resync: request.cursor > 0 && request.cursor < this.oldestCursor,
    };
  };

  #apply(op: WireOp): OpResult {
    const before = this.#results.get(op.opId);
    if (before) return { opId: op.opId, status: 'duplicate', code: null, detail: null };
    if (this.refuse(op)) return { opId: op.opId, status: 'rejected', code: 'invalid', detail: null };
    const won = this.put(op.entity as Entity, op.entityId, op.fields as Record<string, unknown>, op.stamp);
    this.applied += 1;
    const status = won ? 'applied' : 'superseded';
    this.#results.set(op.opId, status);
    return { opId: op.opId, status, code: null, detail: null };
  }
}
