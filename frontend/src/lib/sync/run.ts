import { ask, client } from '$lib/api/client';
import type { Connection } from '$lib/db/connection';
import { deviceId } from '$lib/db/shared';
import { exchange, type Outcome, type Send } from './flush';

/** Bodies of requests that outlive their page must stay below 64 KB. */
const KEEPALIVE_BYTES = 60_000;
const KEEPALIVE_OPS = 100;

const send: Send = (body) =>
  ask(
    client.POST('/api/sync', {
      body,
      // A page that goes into the background may end before the answer: the request goes on.
      keepalive: body.ops.length < KEEPALIVE_OPS && JSON.stringify(body).length < KEEPALIVE_BYTES,
    }),
  );

/** Syncs, one at a time over all tabs and the service worker; nothing when another is at it. */
export const syncOnce = (connection: Connection): Promise<Outcome | undefined> =>
  navigator.locks.request('everkeel-sync', { ifAvailable: true }, async (lock) =>
    lock ? exchange(connection, await deviceId(), send) : undefined,
  );
