import { setBadge } from '$lib/push/badge';
import { tellShown } from '$lib/push/news';
import { currentUser, seenBefore } from '$lib/db/shared';
import { canAnswer, type Asked } from '$lib/sync/answer';

declare const self: ServiceWorkerGlobalScope;

interface Button {
  action: string;
  title: string;
}

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
    actions?: Button[];
  };
  app_badge?: number;
}

/** What a notification carries until somebody taps it. */
export interface Kept {
  url: string;
  asked: Asked;
  /** Whom it was shown to; somebody else's tap must not answer in their name. */
  owner?: string;
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
  const { title = 'Everkeel', navigate = '/', data = {}, body, lang, dir, tag, actions = [] } =
    message.notification ?? {};
  const again = data.did ? await seenBefore(data.did).catch(() => false) : false;
  const owner = await currentUser().catch(() => undefined);
  if (again) await close(data.did);
  const kept: Kept = { url: navigate, asked: data, ...(owner ? { owner } : {}) };
  const options: NotificationOptions & { actions: Button[] } = {
    icon: '/icon-192.png',
    badge: '/badge.png',
    data: kept,
    // Browsers without buttons leave them out; a plain tap opens the app.
    actions: actions.filter(({ action }) => canAnswer(action, data)).map(({ action, title }) => ({ action, title })),
    tag: tag ?? 'everkeel',
    // A repeat replaces the first on the screen without a second sound.
    silent: again,
    ...(body ? { body } : {}),
    ...(lang ? { lang } : {}),
    ...(dir ? { dir } : {}),
  };
  await self.registration.showNotification(title, options);
  tellShown({ kind: data.kind ?? '' });
  const count = message.app_badge;
  const marks = data.kind !== 'test' && count !== undefined;
  await Promise.allSettled([marks && setBadge(count), owner && acknowledge(data.did)]);
}

/** Takes a delivery off the screen, where the browser does not replace it by its tag. */
async function close(did: string | undefined): Promise<void> {
  const shown = await self.registration.getNotifications();
  for (const notification of shown)
    if ((notification.data as Kept | null)?.asked?.did === did) notification.close();
}

/** Tells the server that the delivery was seen on a screen. */
async function acknowledge(did: string | undefined): Promise<void> {
  if (!did) return;
  await fetch('/api/push/shown', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ did }),
    keepalive: true,
  });
}
