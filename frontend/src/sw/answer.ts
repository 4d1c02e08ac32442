import { Connection } from '$lib/db/connection';
import { currentUser, deviceId } from '$lib/db/shared';
import { write } from '$lib/db/write';
import { renewBadge } from '$lib/push/badge';
import { draftOf, type Asked } from '$lib/sync/answer';
import { flush, later, tell } from './sync';

/**
 * Keeps an answer given in the notification itself, with no window open; false when there is none
 * to keep. It is on the device before anything is sent, and stays there until the server has it.
 */
export async function answer(action: string, asked: Asked, owner: string | undefined): Promise<boolean> {
  const userId = await currentUser();
  const draft = draftOf(action, asked, Date.now());
  if (!userId || userId !== owner || !draft) return false;
  const connection = new Connection(userId);
  try {
    await write(connection, draft, await deviceId());
    await renewBadge(connection, Date.now()).catch(() => {});
  } finally {
    await connection.close();
  }
  tell(userId, [{ entity: draft.entity, id: draft.entityId }]);
  await flush().catch(later);
  return true;
}
