import { addFactor, archiveFactor, changeFactor } from '$lib/state/around-mood';
import { data } from '$lib/state/data.svelte';
import { named } from './factors';

/** Gives the id of the factor with this name: a known one, taken up again if it rested, or a new one at the end. */
export function adopt(name: string, group = '', icon = ''): string {
  const known = named(data.factors.values(), name);
  if (known?.archived) void archiveFactor(known.id, false);
  return known?.id ?? addFactor({ name, group, icon });
}

/** Writes the places that changed. */
export function place(changes: { id: string; position: number }[]): void {
  for (const { id, position } of changes) void changeFactor(id, { position });
}
