const LEAST_PX = 60;
const LONGEST_MS = 700;

export type Swipe = 'previous' | 'next';

/** What a finger's way means: only a quick, clearly horizontal one turns the page. */
export function swipeOf(dx: number, dy: number, ms: number, rtl: boolean): Swipe | undefined {
  if (Math.abs(dx) < LEAST_PX || Math.abs(dx) < 2 * Math.abs(dy) || ms > LONGEST_MS) return undefined;
  return dx > 0 === rtl ? 'next' : 'previous';
}

/** Things that move sideways themselves, or in which a finger chooses text. */
const OWN_WAYS = 'input, textarea, select, dialog, [data-drag], .frame';

/** An attachment: calls back when a finger wipes sideways over the element. */
export const onSwipe =
  (act: (way: Swipe) => void) =>
  (element: HTMLElement): (() => void) => {
    let start: { x: number; y: number; at: number; id: number } | undefined;
    const down = (event: PointerEvent): void => {
      const own = (event.target as Element).closest(OWN_WAYS);
      start = own || event.pointerType === 'mouse' ? undefined : { x: event.clientX, y: event.clientY, at: event.timeStamp, id: event.pointerId };
    };
    const up = (event: PointerEvent): void => {
      if (!start || event.pointerId !== start.id) return;
      const way = swipeOf(event.clientX - start.x, event.clientY - start.y, event.timeStamp - start.at, document.documentElement.dir === 'rtl');
      start = undefined;
      if (way) act(way);
    };
    const cancel = (): void => void (start = undefined);
    const listeners = { pointerdown: down, pointerup: up, pointercancel: cancel };
    for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener as EventListener);
    // Sideways is ours, up and down stays the browser's.
    element.style.touchAction = 'pan-y pinch-zoom';
    return () => {
      for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener as EventListener);
    };
  };
