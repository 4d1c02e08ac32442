/** Whether the browser promised to keep what is stored on this device. */
class Storage {
  kept = $state(false);
  #asked = false;

  async look(): Promise<void> {
    this.kept = (await navigator.storage?.persisted?.()) ?? false;
  }

  /** Asks for the promise, once while the app is open; call it in a tap that saves something. */
  async ask(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    this.kept = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
  }
}

export const storage = new Storage();
