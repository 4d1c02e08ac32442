/** What the service worker tells open pages about notifications. */
export interface Shown {
  kind: string;
}

const NAME = 'everkeel-shown';

/** Says that a notification is on the screen. */
export function tellShown(shown: Shown): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(shown);
  channel.close();
}

/** Resolves with true once a notification of that kind is shown on this device, false after `ms`. */
export function untilShown(kind: string, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(NAME);
    const end = (shown: boolean): void => {
      clearTimeout(timer);
      channel.close();
      resolve(shown);
    };
    const timer = setTimeout(() => end(false), ms);
    channel.addEventListener('message', (event: MessageEvent<Shown>) => {
      if (event.data.kind === kind) end(true);
    });
  });
}
