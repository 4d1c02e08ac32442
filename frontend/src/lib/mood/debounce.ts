/** Does the work once things have been quiet for a while, or at once when asked to. */
export class Debounce {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: (() => void) | undefined;

  constructor(private readonly quietMs: number) {}

  /** Only the last work counts. */
  later(work: () => void): void {
    clearTimeout(this.#timer);
    this.#work = work;
    this.#timer = setTimeout(() => this.now(), this.quietMs);
  }

  /** Does now what waits, if anything does. */
  now(): void {
    clearTimeout(this.#timer);
    const work = this.#work;
    this.#work = undefined;
    work?.();
  }
}
