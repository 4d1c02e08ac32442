import type { Entity } from '$lib/db/model';
import type { Send } from '$lib/sync/flush';
import { Device } from './device';
import { aHabit, anEdit, aTopic, type Edit } from './edits';
import { Ledger } from './ledger';
import { Random } from './random';
import { differences } from './verify';
import { Wire, type Account } from './wire';

const HOUR_MS = 3_600_000;
const SKEWS = [0, 0, 0, 2_000, -90_000, HOUR_MS, -24 * HOUR_MS, 72 * HOUR_MS, 400 * 24 * HOUR_MS];
const MOST_DEVICES = 4;
const ROUNDS = 2;

/** What a client may get wrong; the real one does not. */
export type Fault = '' | 'hasty-outbox' | 'skipped-rows';

export interface Terms {
  origin: string;
  fault: Fault;
  /** The fewest and the most things that happen. */
  steps: [number, number];
}

export interface Tally {
  operations: number;
  superseded: number;
  rejected: number;
  requests: number;
  lost: number;
  replays: number;
  faults: string[];
}

/** Some devices of one person through a random week; then all is sent and compared. */
export async function schedule(terms: Terms, account: Account, seed: number): Promise<Tally> {
  const world = new World(terms, account, seed);
  await world.begin();
  for (let step = world.random.int(...terms.steps); step > 0; step--) await world.step();
  await world.settle();
  return world.tally(await differences(world.devices, world.ledger));
}

class World {
  readonly ledger = new Ledger();
  readonly random: Random;
  readonly #topic: Entity[];
  readonly devices: Device[] = [];

  constructor(
    private readonly terms: Terms,
    account: Account,
    seed: number,
  ) {
    this.random = new Random(seed);
    this.#topic = aTopic(this.random);
    for (let count = this.random.int(2, MOST_DEVICES), place = 1; place <= count; place++) {
      // Chances of its own, so that it does not matter who comes first when all sync at once.
      const wire = new Wire(terms.origin, account, new Random(-MOST_DEVICES * seed - place), this.ledger);
      this.devices.push(new Device(account.id, wire, this.random.pick(SKEWS)));
    }
  }

  /** One device has two habits that all the others know of. */
  async begin(): Promise<void> {
    const [first, ...others] = this.devices as [Device, ...Device[]];
    for (const edit of [aHabit(this.random), aHabit(this.random)]) {
      await this.#edit(first, edit);
      for (const device of others) device.learn('habit', edit.entityId);
    }
    await first.sync(first.wire.steady);
  }

  async step(): Promise<void> {
    const device = this.random.pick(this.devices);
    const what = this.random.next();
    if (what < 0.62) await this.#edit(device, anEdit(this.random, device.known, this.#topic));
    else if (what < 0.87) await this.#sync(device, device.wire.flaky);
    else if (what < 0.91) await Promise.all(this.devices.map((each) => this.#sync(each, each.wire.flaky)));
    else if (what < 0.97) await device.reload();
    else device.setClock(this.random.pick(SKEWS));
  }

  /** The net is good again: each device sends, then each reads what the others sent. */
  async settle(): Promise<void> {
    for (const device of this.devices) await device.wire.quiet();
    for (let round = 0; round < ROUNDS; round++)
      for (const device of this.devices) await this.#sync(device, device.wire.steady);
  }

  tally(faults: string[]): Tally {
    const { ledger } = this;
    return {
      operations: ledger.written.size,
      superseded: ledger.count('superseded'),
      rejected: ledger.count('rejected'),
      requests: ledger.requests,
      lost: this.devices.reduce((sum, { wire }) => sum + wire.lost, 0),
      replays: ledger.replays,
      faults: [...ledger.faults, ...faults],
    };
  }

  async #edit(device: Device, edit: Edit): Promise<void> {
    const { op, timely } = await device.edit(edit);
    this.ledger.wrote(op);
    if (!timely) this.ledger.faults.push(`${op.stamp} is not of the time of its change`);
  }

  async #sync(device: Device, send: Send): Promise<void> {
    const { state } = await device.sync(this.#wrong(device, send));
    const expected = state === 'done' || (state === 'offline' && send !== device.wire.steady);
    if (!expected) this.ledger.faults.push(`an exchange ended ${state}`);
  }

  #wrong(device: Device, send: Send): Send {
    const { fault } = this.terms;
    if (!fault) return send;
    return async (request) => {
      if (fault === 'hasty-outbox') await device.clearOutbox();
      const answer = await send(request);
      return fault === 'skipped-rows' && answer.hasMore ? { ...answer, cursor: answer.cursor + 1 } : answer;
    };
  }
}
