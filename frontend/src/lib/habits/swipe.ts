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

/** Calls back when a finger wipes sideways over the element; gives what ends that. */
export function onSwipe(element: HTMLElement, act: (way: Swipe) => void): () => void {
  let start: PointerEvent | undefined;
  const down = (event: PointerEvent): void => {
    const own = (event.target as Element).closest(OWN_WAYS);
    start = own || event.pointerType === 'mouse' ? undefined : event;
  };
  const up = (event: PointerEvent): void => {
    const first = start;
    start = undefined;
    if (!first || event.pointerId !== first.pointerId) return;
    const rtl = document.documentElement.dir === 'rtl';
    const way = swipeOf(event.clientX - first.clientX, event.clientY - first.clientY, event.timeStamp - first.timeStamp, rtl);
    if (way) act(way);
  };
  const end = new AbortController();
  const options = { signal: end.signal };
  element.addEventListener('pointerdown', down, options);
  element.addEventListener('pointerup', up, options);
  element.addEventListener('pointercancel', () => (start = undefined), options);
  // Sideways is ours, up and down stays the browser's.
  element.style.touchAction = 'pan-y pinch-zoom';
  return () => end.abort();
}
