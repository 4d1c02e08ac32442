import { answer } from './answer';
import type { Kept } from './push';

declare const self: ServiceWorkerGlobalScope;

/** Only what a reminder asked can come back later. */
const POSTPONABLE = new Set(['mood', 'habit', 'group']);

/** What a tap on a notification or on one of its buttons does. */
export async function clicked(notification: Notification, action: string): Promise<void> {
  notification.close();
  const kept = (notification.data ?? { url: '/', asked: {} }) as Kept;
  if (action && (await answer(action, kept.asked, kept.owner))) return;
  await open(addressOf(kept));
}

/** The place that the notification is about; it also says which one, so that it can be postponed. */
function addressOf({ url, asked }: Kept): string {
  const target = new URL(url, self.location.origin);
  if (target.origin !== self.location.origin) return self.location.origin;
  if (asked.did && POSTPONABLE.has(asked.kind ?? '')) target.searchParams.set('did', asked.did);
  return target.href;
}

/** Opens an address in a window that exists or a new one. */
async function open(url: string): Promise<void> {
  const [window] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!window) return void (await self.clients.openWindow(url));
  // The message first: a focus that the browser refuses must not swallow the way.
  window.postMessage({ type: 'NAVIGATE', url });
  try {
    await window.focus();
  } catch {
    // The window shows the place when the person comes to it.
  }
}
