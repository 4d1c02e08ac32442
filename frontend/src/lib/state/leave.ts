import { clearDrafts, pendingDrafts } from '$lib/db/journal';
import { countUnsent, readDead, readOutbox } from '$lib/db/read';
import { setCurrentUser } from '$lib/db/shared';
import { unsubscribe } from '$lib/push/page';
import { canPush } from '$lib/push/support';
import { data } from './data.svelte';
import { download } from './download';
import { push } from './push.svelte';
import { session } from './session.svelte';
import { sync } from './sync.svelte';
import { today } from './today.svelte';

const LAST_SYNC_MS = 5000;

/** Tries to send what is left for five seconds; gives how many changes the server still lacks. */
export async function unsentAfterLastTry(): Promise<number> {
  const pause = new Promise((resolve) => setTimeout(resolve, LAST_SYNC_MS));
  await Promise.race([sync.flush(), pause]);
  if (!data.connection) return 0;
  const { waiting, refused } = await countUnsent(data.connection);
  return waiting + refused + pendingDrafts(data.connection.userId).length;
}

/** Signs out and removes everything of the person from this device; throws Failure without a server. */
export async function leave(): Promise<void> {
  const { connection } = data;
  if (push.id) await push.disable().catch(() => {});
  await session.signOut();
  push.forget();
  if (canPush()) await unsubscribe().catch(() => {});
  await setCurrentUser(undefined);
  await data.close();
  await sync.count();
  if (connection) clearDrafts(connection.userId);
  await connection?.destroy();
}

/** Everything that the server does not have, as a file for the person. */
export async function downloadUnsent(): Promise<void> {
  if (!data.connection) return;
  const { connection } = data;
  const [waiting, refused] = await Promise.all([readOutbox(connection), readDead(connection)]);
  const unkept = pendingDrafts(connection.userId);
  download(`everkeel-unsent-${today.day}.json`, { waiting: [...waiting, ...unkept], refused });
}
