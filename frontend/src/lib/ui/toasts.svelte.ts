export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6000;

/** Short notes at the bottom of the screen; only the newest is shown. */
class Toasts {
  current = $state<Toast>();
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, action?: Toast['action']): void {
    clearTimeout(this.#timer);
    this.current = { id: ++this.#next, text, ...(action ? { action } : {}) };
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.current = undefined;
  }

  /** Keeps the toast while a finger or the focus rests on it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS);
  }
}

export const toasts = new Toasts();
