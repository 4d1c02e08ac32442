import { data } from '$lib/state/data.svelte';
import { session } from '$lib/state/session.svelte';

/** The first steps are done, or were left out: they do not come back. */
export function welcomed(): void {
  if (session.user && !data.profile?.welcomed) void data.write('profile', session.user.id, { welcomed: true });
}
