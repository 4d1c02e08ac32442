import type { Connection } from '$lib/db/connection';
import { badgeCount, setBadgeCount } from '$lib/db/shared';
import { countDue } from './due';

interface Badging {
  setAppBadge?: (count: number) => Promise<void>;
  clearAppBadge?: () => Promise<void>;
}

const icon = (): Badging => navigator as unknown as Badging;

/** Shows on the app's icon how much a notification asked about. */
export async function setBadge(count: number): Promise<void> {
  await setBadgeCount(count);
  if (count) await icon().setAppBadge?.(count);
  else await icon().clearAppBadge?.();
}

/** After a check-in: what is still due; a badge only ever grows by a notification. */
export async function renewBadge(connection: Connection, now: number): Promise<void> {
  if (!icon().setAppBadge) return;
  const shown = await badgeCount();
  await setBadge(shown ? Math.min(shown, await countDue(connection, now)) : 0);
}
