import { renewBadge } from '$lib/push/badge';
import { now } from '$lib/time/now';
import { data } from './data.svelte';
import { push } from './push.svelte';
import { reminders } from './reminders.svelte';
import { session } from './session.svelte';

const HOUR_MS = 3_600_000;
let last = 0;

/** What each opening of the app does once the first screen stands. */
export async function arrive(): Promise<void> {
  if (!last) document.addEventListener('visibilitychange', again);
  last = Date.now();
  await push.check();
  // The icon's number is counted from them, also without a network.
  if (push.state === 'on') await reminders.list.load();
  if (data.connection) await renewBadge(data.connection, now());
}

/** An app on the home screen may stay open for days. */
function again(): void {
  const due = Date.now() - last > HOUR_MS && document.visibilityState === 'visible';
  if (due && session.user && !session.expired) void arrive();
}
