import type { ProfileFields } from '$lib/db/model';
import { data } from '$lib/state/data.svelte';
import { session } from '$lib/state/session.svelte';

/** Changes the person's own settings. */
export function saveProfile(fields: Partial<ProfileFields>): void {
  if (session.user) void data.write('profile', session.user.id, fields);
}
