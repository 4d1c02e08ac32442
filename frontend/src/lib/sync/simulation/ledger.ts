import type { SyncAnswer, SyncRequest } from '$lib/api/types';
import type { Op } from '$lib/db/model';

const AHEAD_MS = 5 * 60_000;
const BEHIND_OWN_MS = 3_000;

type WireOp = SyncRequest['ops'][number];
type Verdict = 'applied' | 'superseded' | 'rejected';
interface Claim {
  ms: number;
  broughtBack: boolean;
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
  readonly #claims = new Map<string, Map<string, Claim[]>>();
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
      else this.#first(op, result.status as Verdict, answer.serverTime);
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
    const row = this.#claims.get(key) ?? new Map<string, Claim[]>();
    this.#claims.set(key, row);
    const claim = { ms: Number(stamp.slice(0, 15)), stamp, broughtBack: stamp !== op.stamp };
    for (const [name, value] of Object.entries(op.fields))
      row.set(name, [...(row.get(name) ?? []), { ...claim, value }]);
  }

  knows(key: string): boolean {
    return this.#claims.has(key);
  }

  /** Each field that was ever written, with the values of which one must stand. */
  *standing(): Generator<[key: string, name: string, values: unknown[]]> {
    for (const [key, row] of this.#claims) {
      const all = [...row.values()].flat();
      for (const [name, claims] of row) yield [key, name, best(claims, all).map(({ value }) => value)];
    }
  }

  count(status: Verdict): number {
    return [...this.verdicts.values()].filter((verdict) => verdict === status).length;
  }
}

const order = ({ stamp, value }: Claim): string => `${stamp} ${JSON.stringify(value)}`;

const phone = ({ stamp }: Claim): string => stamp.slice(21);

/**
 * The greatest claim. What the server has brought back it may have put a little later, behind the
 * phone's own of the same row, which may lie up to five minutes ahead: then that may stand too.
 */
function best(claims: Claim[], row: Claim[]): Claim[] {
  const greatest = claims.reduce((best, claim) => (order(claim) > order(best) ? claim : best));
  const late = ({ ms }: Claim): boolean => greatest.ms - ms <= BEHIND_OWN_MS;
  const phones = new Set(row.filter(late).map(phone));
  const near = claims.some((claim) => late(claim) && claim.broughtBack);
  return claims.filter(
    (claim) => claim === greatest || (near && late(claim)) || (claim.broughtBack && phones.has(phone(claim))),
  );
}

/** What the server makes of a stamp whose clock is over five minutes ahead. */
function clamped(stamp: string, now: number): string {
  const ahead = Number(stamp.slice(0, 15)) > now + AHEAD_MS;
  return ahead ? `${String(now).padStart(15, '0')}${stamp.slice(15)}` : stamp;
}
