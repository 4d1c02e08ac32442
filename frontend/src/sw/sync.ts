import { Connection } from '$lib/db/connection';
import type { RowKey } from '$lib/db/model';
import { countUnsent } from '$lib/db/read';
import { currentUser } from '$lib/db/shared';
import { syncOnce } from '$lib/sync/run';

declare const self: ServiceWorkerGlobalScope;

/** Sends what waits on this device; throws when it could not, so that the browser tries again. */
export async function flush(): Promise<void> {
  const userId = await currentUser();
  if (!userId) return;
  const connection = new Connection(userId);
  try {
    const outcome = await syncOnce(connection);
    if (outcome?.touched.length) tell(userId, outcome.touched);
    if (outcome?.state === 'offline') throw new Error('No server to send to.');
    // A page that is sending at this moment may have looked before the newest was written.
    if (!outcome && (await countUnsent(connection)).waiting) throw new Error('Somebody else sends.');
  } finally {
    await connection.close();
  }
}

/** Lets the browser wake this worker when there is a network again, where it can. */
export async function later(): Promise<void> {
  const registration = self.registration as ServiceWorkerRegistration & {
    sync?: { register: (tag: string) => Promise<void> };
  };
  await registration.sync?.register('outbox').catch(() => {});
}

/** Open windows read the changed rows again. */
export function tell(userId: string, keys: RowKey[]): void {
  const channel = new BroadcastChannel('everkeel');
  channel.postMessage({ userId, keys });
  channel.close();
}
