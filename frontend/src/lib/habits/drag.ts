import type { Attachment } from 'svelte/attachments';

interface Drag {
  /** While the finger moves: how far down, and the id of the row under it. */
  onmove: (down: number, over: string | undefined) => void;
  /** The finger left; `over` is the row to take the place of. */
  ondrop: (over: string | undefined) => void;
}

const EDGE_PX = 90;
const SCROLL_PX = 12;

/** Makes a handle that drags its row over others, which carry `data-row`. */
export const dragBy =
  ({ onmove, ondrop }: Drag): Attachment<HTMLElement> =>
  (handle) => {
    let from: { id: number; at: number } | undefined;
    const rowUnder = (event: PointerEvent): string | undefined => {
      const rows = document.elementsFromPoint(event.clientX, event.clientY).map((found) => found.closest<HTMLElement>('[data-row]'));
      const own = handle.closest('[data-row]');
      return rows.find((row) => row && row !== own)?.dataset['row'];
    };
    const move = (event: PointerEvent): void => {
      if (!from || event.pointerId !== from.id) return;
      if (event.clientY < EDGE_PX) scrollBy(0, -SCROLL_PX);
      if (event.clientY > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
      onmove(event.clientY + scrollY - from.at, rowUnder(event));
    };
    const drop = (event: PointerEvent): void => {
      if (!from) return;
      from = undefined;
      ondrop(event.type === 'pointerup' ? rowUnder(event) : undefined);
    };
    const end = new AbortController();
    const options = { signal: end.signal };
    handle.addEventListener(
      'pointerdown',
      (event) => {
        from = { id: event.pointerId, at: event.clientY + scrollY };
        handle.setPointerCapture(event.pointerId);
      },
      options,
    );
    handle.addEventListener('pointermove', move, options);
    handle.addEventListener('pointerup', drop, options);
    handle.addEventListener('pointercancel', drop, options);
    handle.style.touchAction = 'none';
    return () => end.abort();
  };
