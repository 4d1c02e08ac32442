import { picture } from '$lib/charts/picture';
import { formatDay, m } from '$lib/i18n';
import { saveFile } from '$lib/state/download';
import { today } from '$lib/state/today.svelte';

/**
 * A chart's picture to another app, or else as a file; gives whether a file was saved.
 * What is only for the screen stays out of it.
 */
export async function sharePicture(figure: HTMLElement, title: string, text: string): Promise<boolean> {
  const day = formatDay(today.day, { dateStyle: 'medium' });
  const made = await picture(figure, { title, text, foot: `${m.app_name()} · ${day}` });
  const file = new File([made], `everkeel-${today.day}.png`, { type: 'image/png' });
  if (!navigator.canShare?.({ files: [file] })) {
    saveFile(file.name, file);
    return true;
  }
  await navigator.share({ files: [file] }).catch((failure: unknown) => {
    // Closing the system's sheet without a choice is no failure.
    if (!(failure instanceof DOMException && failure.name === 'AbortError')) throw failure;
  });
  return false;
}
