import { router } from '../router.svelte';
import { data } from './data.svelte';
import { session } from './session.svelte';
import { sync } from './sync.svelte';

/** Whether something asks for the person's attention; what it says is fetched only then. */
class Attention {
  /** Changes to the new version of the app that waits. */
  update = $state.raw<() => void>();

  readonly expired = $derived(!!session.user && session.expired && router.place.route.path !== '/sign-in');
  readonly refused = $derived(sync.refused > 0 && router.place.route.path !== '/settings');
  readonly needed = $derived(data.failed || this.expired || this.refused || sync.clockOff || !!this.update);
}

export const attention = new Attention();
