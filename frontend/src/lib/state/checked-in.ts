import { renewBadge } from '$lib/push/badge';
import { now } from '$lib/time/now';
import { data } from './data.svelte';
import { storage } from './storage.svelte';

/** What follows a check-in once it is on the device: the browser is asked to keep it, the icon counts anew. */
export async function checkedIn(): Promise<void> {
  void storage.ask();
  if (data.connection) await renewBadge(data.connection, now());
}
