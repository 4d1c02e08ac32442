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
function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PushUnavailable()), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The browser's subscription for the server's key; one made for another key is replaced. */
export async function subscribe(key: string): Promise<PushSubscription> {
  const wanted = decodeKey(key);
  const { pushManager } = await within(navigator.serviceWorker.ready, SUBSCRIBE_MS);
  const existing = await pushManager.getSubscription();
  if (existing && sameKey(existing.options.applicationServerKey, wanted)) return existing;
  await existing?.unsubscribe();
  try {
    return await within(
      pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted }),
      SUBSCRIBE_MS,
    );
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') throw error;
    throw new PushUnavailable('', { cause: error });
  }
}

export async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  const existing = await registration?.pushManager.getSubscription();
  await existing?.unsubscribe();
}

/** The two secrets that the server needs to encrypt for this browser. */
export function keysOf(subscription: PushSubscription): { p256dh: string; auth: string } {
  const { keys } = subscription.toJSON();
  return { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' };
}
