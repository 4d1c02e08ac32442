import type { SyncAnswer, SyncRequest } from '$lib/api/types';
import type { Op } from '$lib/db/model';

const AHEAD_MS = 5 * 60_000;

type WireOp = SyncRequest['ops'][number];
type Verdict = 'applied' | 'superseded' | 'rejected';
interface Winner {
  stamp: string;
  value: unknown;
}

export const rowKey = (entity: string, id: string): string => `${entity}/${id}`;

/**
 * An account of its own of what the server was told and what it said, to hold against what it has:
 * every operation is taken in exactly once, and per field the greatest (stamp, value) stands.
 */
export class Ledger {
  readonly written = new Map<string, Op>();
  readonly verdicts = new Map<string, Verdict>();
  readonly winners = new Map<string, Map<string, Winner>>();
  readonly faults: string[] = [];
  requests = 0;
  replays = 0;

  wrote(op: Op): void {
    this.written.set(op.opId, op);
  }

  /** An answer that the server gave, whether or not it reached the device. */
  note(request: SyncRequest, answer: SyncAnswer): void {
    this.requests += 1;
    request.ops.forEach((op, place) => {
      const result = answer.results[place];
      if (result?.opId !== op.opId) this.faults.push(`no answer to ${op.opId}`);
      else if (result.status === 'duplicate') this.replays += 1;
      else this.#first(op, result.status as Verdict, answer.serverTime + place);
    });
  }

  #first(op: WireOp, status: Verdict, now: number): void {
    const before = this.verdicts.get(op.opId);
    if (before && (before !== 'rejected' || status !== 'rejected'))
      this.faults.push(`${op.opId} was ${before} and then ${status}: taken in twice`);
    this.verdicts.set(op.opId, status);
    if (status !== 'rejected') this.#merge(op, clamped(op.stamp, now));
  }

  #merge(op: WireOp, stamp: string): void {
    const key = rowKey(op.entity, op.entityId);
    const row = this.winners.get(key) ?? new Map<string, Winner>();
    this.winners.set(key, row);
    for (const [name, value] of Object.entries(op.fields)) {
      const current = row.get(name);
      if (!current || order(stamp, value) > order(current.stamp, current.value)) row.set(name, { stamp, value });
    }
  }

  count(status: Verdict): number {
    return [...this.verdicts.values()].filter((verdict) => verdict === status).length;
  }
}

const order = (stamp: string, value: unknown): string => `${stamp} ${JSON.stringify(value)}`;

/** What the server makes of a stamp whose clock is over five minutes ahead. */
function clamped(stamp: string, now: number): string {
  const [ms = '', ...rest] = stamp.split(':');
  return Number(ms) > now + AHEAD_MS ? [String(now).padStart(15, '0'), ...rest].join(':') : stamp;
}
