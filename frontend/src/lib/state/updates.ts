import { router } from '../router.svelte';
import { attention } from './attention.svelte';
import { data } from './data.svelte';

interface Policy {
  createScriptURL: (url: string) => string;
}
type WithTypes = typeof globalThis & {
  trustedTypes?: { createPolicy: (name: string, rules: Policy) => Policy };
};

const WORKER = '/sw.js';

/** The server's policy lets only this one address become a worker. */
function workerUrl(): string {
  const policy = (globalThis as WithTypes).trustedTypes?.createPolicy('sw', {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new TypeError('Only the service worker may be loaded.');
      return url;
    },
  });
  return policy?.createScriptURL(WORKER) ?? WORKER;
}

const LONGEST_WRITE_MS = 3000;

/** Resolves when every change is on the device; a write that hangs is in the journal. */
const written = (): Promise<unknown> =>
  Promise.race([data.settled(), new Promise((resolve) => setTimeout(resolve, LONGEST_WRITE_MS))]);

/** The service worker: registers it, follows its messages, and changes to a new version when told. */
class Updates {
  start(): void {
    const workers = navigator.serviceWorker;
    if (!import.meta.env.PROD || !workers) return;
    let had = !!workers.controller;
    workers.addEventListener('controllerchange', () => {
      if (had) void written().then(() => location.reload());
      had = true;
    });
    workers.addEventListener('message', (event: MessageEvent<{ type?: string; url?: string }>) => {
      if (event.data?.type === 'NAVIGATE' && event.data.url) this.#open(event.data.url);
    });
    void workers.register(workerUrl()).then((registration) => this.#watch(registration), () => {});
  }

  /** Changes to the new version once every change is on the device. All tabs reload. */
  async #apply(waiting: ServiceWorker): Promise<void> {
    await written();
    waiting.postMessage({ type: 'SKIP_WAITING' });
  }

  #watch(registration: ServiceWorkerRegistration): void {
    const offer = (worker: ServiceWorker): void => {
      if (!navigator.serviceWorker.controller) return;
      attention.update = () => void this.#apply(worker);
    };
    if (registration.waiting) offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') offer(worker);
      });
    });
  }

  #open(url: string): void {
    const target = new URL(url, location.origin);
    if (target.origin === location.origin) router.go(target.pathname + target.search + target.hash);
  }
}

export const updates = new Updates();
