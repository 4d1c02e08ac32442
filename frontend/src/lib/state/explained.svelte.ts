import { ORDINARY, type State } from '$lib/articles/playground';
import { ask, client } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { ExplainBody, Ranking } from '$lib/api/types';

/** A state to try the rules on, and what they make of it. */
export class Explained {
  state = $state<State>({ ...ORDINARY });
  ranking = $state.raw<Ranking>();
  failure = $state.raw<unknown>();
  busy = $state(false);

  /** Why the server cannot read the state, in its own words. */
  readonly why = $derived(
    this.failure instanceof Failure && this.failure.status === 422
      ? (this.failure.problem?.errors?.[0]?.message ?? this.failure.problem?.detail ?? '')
      : '',
  );

  async run(): Promise<void> {
    this.busy = true;
    this.failure = undefined;
    try {
      const body = $state.snapshot(this.state) as unknown as ExplainBody;
      this.ranking = await ask(client.POST('/api/admin/articles/explain', { body }));
    } catch (failure) {
      this.ranking = undefined;
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }
}
