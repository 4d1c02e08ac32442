import { m } from '$lib/i18n';
import type { Entity } from '$lib/db/model';
import { toasts } from '$lib/ui/toasts.svelte';
import { data } from './data.svelte';

/** Deletes a thing, says so, and offers to take it back. */
export function deleteWithUndo(entity: Exclude<Entity, 'profile'>, id: string, text: string): void {
  void data.write(entity, id, { deleted: true });
  toasts.show(text, { label: m.undo(), run: () => void data.write(entity, id, { deleted: false }) });
}
