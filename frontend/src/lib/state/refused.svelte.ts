import type { AnyFields, DeadLetter } from '$lib/db/model';
import { dropDead, readDead } from '$lib/db/read';
import { data } from './data.svelte';
import { download } from './download';
import { sync } from './sync.svelte';

/** The fields as this version writes them: moods of the first one had tags. */
function fieldsOf({ entity, fields, v }: DeadLetter): AnyFields {
  if (entity !== 'mood' || v !== 1) return fields;
  const { tags: _, ...rest } = fields;
  return rest;
}

/** Changes that the server did not accept. */
class Refused {
  letters = $state.raw<DeadLetter[]>([]);

  async load(): Promise<void> {
    if (data.connection) this.letters = await readDead(data.connection);
  }

  /** Makes the change again, as a new one. */
  async retry(...letters: DeadLetter[]): Promise<void> {
    for (const letter of letters) {
      await data.write(letter.entity, letter.entityId, fieldsOf(letter));
      await this.#drop(letter);
    }
    await sync.flush();
    await this.load();
  }

  retryAll(): Promise<void> {
    return this.retry(...this.letters);
  }

  /** Shows the change where it belongs; the next one there takes it along, and it is no longer refused. */
  mend(letter: DeadLetter): void {
    data.lay(letter.entity, letter.entityId, fieldsOf(letter), () => void this.drop(letter));
  }

  async drop(letter: DeadLetter): Promise<void> {
    await this.#drop(letter);
    await this.load();
    await sync.count();
  }

  /** Gives all of them as a file. */
  save(day: string): void {
    download(`everkeel-refused-${day}.json`, this.letters);
  }

  async #drop(letter: DeadLetter): Promise<void> {
    if (data.connection) await dropDead(data.connection, letter.opId);
  }
}

export const refused = new Refused();
