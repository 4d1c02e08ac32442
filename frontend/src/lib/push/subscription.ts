import { ask, client } from '$lib/api/client';
import { deviceLabel } from './label';

const SUBSCRIBE_MS = 15_000;

/** The browser never answered, or not in time; a later try may work. */
export class PushUnavailable extends Error {
  override name = 'PushUnavailable';
}

export function decodeKey(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replace(/-/g, '+').replace(/_/g, '/');
  const raw = atob(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  return Uint8Array.from(raw, (char) => char.charCodeAt(0));
}

export function sameKey(a: ArrayBuffer | null | undefined, b: Uint8Array): boolean {
  if (!a || a.byteLength !== b.byteLength) return false;
  const bytes = new Uint8Array(a);
  return b.every((byte, index) => byte === bytes[index]);
}

/** Gives the promise's result, or throws PushUnavailable when it takes too long. */
export function within<T>(promise: Promise<T>, ms = SUBSCRIBE_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PushUnavailable()), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The browser's subscription for the server's key; one made for another key is replaced. */
async function subscribe(manager: PushManager, key: string): Promise<PushSubscription> {
  const wanted = decodeKey(key);
  const existing = await manager.getSubscription();
  if (existing && sameKey(existing.options.applicationServerKey, wanted)) return existing;
  await existing?.unsubscribe();
  try {
    return await within(manager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted }));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') throw error;
    throw new PushUnavailable('', { cause: error });
  }
}

/**
 * Subscribes with the server's present key, unless that is done, and tells the server; gives its
 * id of the subscription. Works in a page and in the service worker.
 */
export async function register(manager: PushManager): Promise<string> {
  const { vapidPublicKey } = await ask(client.GET('/api/meta'));
  const subscription = await subscribe(manager, vapidPublicKey);
  const { keys } = subscription.toJSON();
  const body = {
    endpoint: subscription.endpoint,
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    label: deviceLabel(),
    applicationServerKey: vapidPublicKey,
  };
  return (await ask(client.PUT('/api/push/subscription', { body }))).id;
}
