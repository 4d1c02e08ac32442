import type { DeadLetter } from '$lib/db/model';
import { dropDead, readDead } from '$lib/db/read';
import { data } from './data.svelte';
import { sync } from './sync.svelte';

/** Changes that the server did not accept. */
class Refused {
  letters = $state.raw<DeadLetter[]>([]);

  async load(): Promise<void> {
    if (data.connection) this.letters = await readDead(data.connection);
  }

  /** Makes the change again, as a new one. */
  async retry(letter: DeadLetter): Promise<void> {
    await data.write(letter.entity, letter.entityId, letter.fields);
    await this.drop(letter);
    await sync.flush();
    await this.load();
  }

  async drop(letter: DeadLetter): Promise<void> {
    if (data.connection) await dropDead(data.connection, letter.opId);
    await this.load();
    await sync.count();
  }
}

export const refused = new Refused();
