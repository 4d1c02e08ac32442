import { isInstalled, needsInstall } from '$lib/push/support';

interface InstallEvent extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** Putting the app on the home screen. */
class Install {
  installed = $state(isInstalled());
  /** The browser lets us ask. */
  offered = $state.raw<InstallEvent>();
  /** Apple's browsers only let the person do it by hand. */
  readonly byHand = needsInstall();

  start(): void {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.offered = event as InstallEvent;
    });
    addEventListener('appinstalled', () => {
      this.installed = true;
      this.offered = undefined;
    });
  }

  async ask(): Promise<void> {
    const event = this.offered;
    this.offered = undefined;
    await event?.prompt();
  }
}

export const install = new Install();
