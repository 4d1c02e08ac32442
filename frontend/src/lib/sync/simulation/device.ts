import { Connection } from '$lib/db/connection';
import type { AnyFields, Entity, Op } from '$lib/db/model';
import { readCursor, readDead, readOutbox } from '$lib/db/read';
import { storeOf } from '$lib/db/schema';
import { write } from '$lib/db/write';
import { exchange, type Outcome, type Send } from '$lib/sync/flush';
import { uuid7 } from '$lib/sync/uuid7';
import type { Edit } from './edits';
import { rowKey } from './ledger';
import { newPhone, on, trueTime, type Phone } from './phone';
import type { Wire } from './wire';

/** Up to here a clock that was ahead may go on, so that the own order of changes stays. */
const MOST_ERROR_MS = 5 * 60_000 + 10_000;

export interface Contents {
  rows: Map<string, AnyFields>;
  outbox: Op[];
  refused: string[];
  cursor: number;
}

/** A phone with the app on it: the real outbox, the real exchange, a storage of its own. */
export class Device {
  readonly id = uuid7();
  readonly known = new Map<Entity, Set<string>>();
  readonly phone: Phone;
  /** Rows whose winner this device has still to hear, as its own change was superseded. */
  readonly owed = new Set<string>();
  #connection: Connection;
  #knowsTime = false;

  constructor(
    private readonly userId: string,
    readonly wire: Wire,
    skew: number,
  ) {
    this.phone = newPhone(skew);
    this.#connection = new Connection(userId);
    this.learn('profile', userId);
  }

  /** The change as it is in the outbox, and whether its stamp is of the time it was made. */
  async edit(edit: Edit): Promise<{ op: Op; timely: boolean }> {
    this.learn(edit.entity, edit.entityId);
    const now = trueTime();
    const op = await on(this.phone, () => write(this.#connection, { opId: uuid7(), ...edit, v: 2 }, this.id));
    const error = Math.abs(Number(op.stamp.slice(0, 15)) - now);
    return { op, timely: error < MOST_ERROR_MS || !this.#knowsTime };
  }

  /** Somebody sets the clock; until the server has been asked nobody can tell that it is wrong. */
  setClock(skew: number): void {
    this.phone.skew = skew;
    this.#knowsTime = false;
  }

  async sync(send: Send): Promise<Outcome> {
    const outcome = await on(this.phone, () => exchange(this.#connection, this.id, this.#listening(send)));
    this.#knowsTime ||= outcome.state === 'done';
    for (const { entity, id } of outcome.touched) this.learn(entity, id);
    return outcome;
  }

  /** The app is closed and opened again. */
  async reload(): Promise<void> {
    await on(this.phone, () => this.#connection.close());
    this.#connection = new Connection(this.userId);
  }

  /** What a careless app would do: forget what it sends before it is answered. */
  clearOutbox(): Promise<void> {
    return on(this.phone, () => this.#connection.run((db) => db.clear('outbox')));
  }

  contents(): Promise<Contents> {
    return on(this.phone, async () => {
      const rows = new Map<string, AnyFields>();
      await this.#connection.run(async (db) => {
        for (const [entity, store] of Object.entries(storeOf))
          for (const row of await db.getAll(store)) rows.set(rowKey(entity, row.id), row.view);
      });
      const [outbox, refused] = [await readOutbox(this.#connection), await readDead(this.#connection)];
      return { rows, outbox, refused: refused.map(({ opId }) => opId), cursor: await readCursor(this.#connection) };
    });
  }

  #listening(send: Send): Send {
    return async (request) => {
      const answer = await send(request);
      answer.results.forEach((result, place) => {
        const op = request.ops[place];
        if (op && result.status === 'superseded') this.owed.add(rowKey(op.entity, op.entityId));
      });
      for (const { entity, entityId } of answer.changes) this.owed.delete(rowKey(entity, entityId));
      return answer;
    };
  }

  learn(entity: Entity, id: string): void {
    this.known.set(entity, (this.known.get(entity) ?? new Set()).add(id));
  }
}
