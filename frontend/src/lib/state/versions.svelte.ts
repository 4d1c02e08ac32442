import { ask, client } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Version } from '$lib/api/types';
import type { Entity } from '$lib/db/model';
import { data } from './data.svelte';
import { session } from './session.svelte';

/** Values of one thing that another device wrote over. They are on the server only. */
export class Versions {
  list = $state.raw<Version[]>([]);
  failure = $state.raw<unknown>();
  loading = $state(true);

  constructor(
    private readonly entity: Entity,
    private readonly id: string,
  ) {}

  /** Never throws: see `failure`. */
  async load(): Promise<void> {
    this.loading = true;
    this.failure = undefined;
    try {
      const path = { entity: this.entity, entity_id: this.id };
      this.list = await ask(client.GET('/api/versions/{entity}/{entity_id}', { params: { path } }));
    } catch (failure) {
      // What the server does not know yet has nothing to bring back.
      if (failure instanceof Failure && failure.status === 404) this.list = [];
      else this.failure = failure;
      if (failure instanceof Failure && failure.status === 401) session.expired = true;
    } finally {
      this.loading = false;
    }
  }

  /** Writes a lost value again; gives what takes that back. */
  bringBack({ field, value }: Version): () => void {
    const now = data.get(this.entity, this.id)?.[field];
    const put = (given: unknown): void => void data.write(this.entity, this.id, { [field]: given });
    put(value);
    return () => put(now);
  }
}
