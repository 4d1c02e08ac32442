import { currentUser } from '$lib/db/shared';
import { register } from '$lib/push/subscription';

declare const self: ServiceWorkerGlobalScope;

/** The browser ended the subscription: makes a new one; the next opening of the app tries again. */
export async function renew(): Promise<void> {
  if (await currentUser()) await register(self.registration.pushManager);
}
