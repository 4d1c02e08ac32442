import { within } from './subscription';

/** Where this page's subscription lives; waits for the service worker. */
export const pushManager = async (): Promise<PushManager> =>
  (await within(navigator.serviceWorker.ready)).pushManager;

/** Ends the browser's subscription, if there is one. */
export async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  const existing = await registration?.pushManager.getSubscription();
  await existing?.unsubscribe();
}
