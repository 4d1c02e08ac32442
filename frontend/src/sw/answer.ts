import { blank } from '$lib/db/blank';
import { Connection } from '$lib/db/connection';
import { readDays, readOffset, readRows } from '$lib/db/read';
import { currentUser, deviceId } from '$lib/db/shared';
import { write, type Draft } from '$lib/db/write';
import { renewBadge } from '$lib/push/badge';
import { canAnswer, draftOf, type Asked, type Measured } from '$lib/sync/answer';
import { addDays } from '$lib/time/day';
import { now, setOffset } from '$lib/time/now';
import { flush, later, tell } from './sync';

/**
 * Keeps an answer given in the notification itself, with no window open; false when there is none
 * to keep. It is on the device before anything is sent, and stays there until the server has it.
 */
export async function answer(action: string, asked: Asked, owner: string | undefined): Promise<boolean> {
  const userId = await currentUser();
  if (!userId || userId !== owner || !canAnswer(action, asked)) return false;
  const connection = new Connection(userId);
  let draft: Draft | undefined;
  try {
    setOffset(await readOffset(connection));
    draft = draftOf(action, asked, now(), await measured(connection, asked));
    if (!draft) return false;
    await write(connection, draft, await deviceId());
    await renewBadge(connection, now()).catch(() => {});
  } finally {
    await connection.close();
  }
  tell(userId, [{ entity: draft.entity, id: draft.entityId }]);
  await flush().catch(later);
  return true;
}

/** What the habit measures, and what its day has so far. */
async function measured(connection: Connection, { habitId, day = '' }: Asked): Promise<Measured | undefined> {
  if (!habitId) return undefined;
  const [found] = await readRows(connection, [{ entity: 'habit', id: habitId }]);
  const { kind, target, step } = { ...blank.habit, ...found?.row?.view };
  if (kind !== 'at_least' && kind !== 'at_most') return undefined;
  const rows = await readDays(connection, day, addDays(day, 1));
  const added = rows.filter(([entity, { view }]) => entity === 'amount' && view['habitId'] === habitId && !view['deleted']);
  return { kind, target, step, sum: added.reduce((sum, [, { view }]) => sum + Number(view['amount']), 0) };
}
