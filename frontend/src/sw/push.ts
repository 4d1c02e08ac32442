import { currentUser, seenBefore } from '$lib/db/shared';
import type { Asked } from '$lib/sync/answer';
import { answer } from './answer';

declare const self: ServiceWorkerGlobalScope;

/** The server's message: Declarative Web Push, which some browsers show without this worker. */
export interface Message {
  notification?: {
    title?: string;
    body?: string;
    navigate?: string;
    lang?: string;
    dir?: NotificationDirection;
    tag?: string;
    data?: Asked;
    actions?: { action: string; title: string }[];
  };
  app_badge?: number;
}

export function parse(event: PushEvent): Message {
  try {
    return (event.data?.json() ?? {}) as Message;
  } catch {
    return {};
  }
}

/** Always shows something: browsers take the permission away after silent messages. */
export async function show(message: Message): Promise<void> {
  const { title = 'Everkeel', navigate = '/', data = {}, body, lang, dir, tag, actions } =
    message.notification ?? {};
  const again = data.did ? await seenBefore(data.did).catch(() => false) : false;
  const options: NotificationOptions & { actions?: { action: string; title: string }[] } = {
    icon: '/icon-192.png',
    badge: '/badge.png',
    data: { url: navigate, asked: data },
    // Browsers without buttons leave them out; a plain tap opens the app.
    ...(actions ? { actions: actions.map(({ action, title }) => ({ action, title })) } : {}),
    tag: tag ?? 'everkeel',
    // A repeat replaces the first on the screen without a second sound.
    silent: again,
    ...(body ? { body } : {}),
    ...(lang ? { lang } : {}),
    ...(dir ? { dir } : {}),
  };
  await self.registration.showNotification(title, options);
  await Promise.allSettled([badge(message.app_badge ?? 1), acknowledge(data.did)]);
}

async function badge(count: number): Promise<void> {
  const device = self.navigator as WorkerNavigator & { setAppBadge?: (count: number) => Promise<void> };
  await device.setAppBadge?.(count);
}

/** Tells the server that the delivery was seen on a screen. */
async function acknowledge(did: string | undefined): Promise<void> {
  if (!did || !(await currentUser())) return;
  await fetch('/api/push/shown', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ did }),
    keepalive: true,
  });
}

/** What a tap on a notification or on one of its buttons does. */
export async function clicked(notification: Notification, action: string): Promise<void> {
  notification.close();
  const { asked = {} } = (notification.data ?? {}) as { asked?: Asked };
  if (action && (await answer(action, asked))) return clearBadge();
  await open(notification);
}

async function clearBadge(): Promise<void> {
  const device = self.navigator as WorkerNavigator & { clearAppBadge?: () => Promise<void> };
  await device.clearAppBadge?.();
}

/** Opens the place that the notification is about, in a window that exists or a new one. */
async function open(notification: Notification): Promise<void> {
  const { url = '/' } = (notification.data ?? {}) as { url?: string };
  const target = new URL(url, self.location.origin);
  const href = target.origin === self.location.origin ? target.href : self.location.origin;
  const [window] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!window) return void (await self.clients.openWindow(href));
  // The message first: a focus that the browser refuses must not swallow the way.
  window.postMessage({ type: 'NAVIGATE', url: href });
  try {
    await window.focus();
  } catch {
    // The window shows the place when the person comes to it.
  }
}
