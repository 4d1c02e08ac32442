import type { ProfileFields } from '$lib/db/model';
import type { Me } from '$lib/api/types';
import { data } from './data.svelte';
import { install } from './install.svelte';
import { session } from './session.svelte';
import { sync } from './sync.svelte';
import { today } from './today.svelte';

/** Opens the app from what the device knows, then asks the server. */
export async function start(): Promise<void> {
  today.start();
  sync.start();
  install.start();
  // Another tab has a newer version of the app, which needs the database in another form.
  data.onOutdated = () => location.reload();
  if (session.user) await data.open(session.user.id);
  // What waits here is told also where there is no server to send it to.
  void sync.count();
  void import('./later').then(({ updates }) => updates.start());
  const me = await session.check();
  if (me) await enter(me);
  // No server, perhaps with a network: from here on it is tried again, later and later.
  else await sync.flush();
}

/** What follows a successful sign-in, sign-up or check of the session. */
export async function enter(me: Me): Promise<void> {
  if (data.connection?.userId !== me.id) await data.open(me.id);
  data.greet(me.profile as ProfileFields);
  await sync.flush();
  // Fetched late: the first screen does not need it.
  const { arrive } = await import('./later');
  await arrive();
}
