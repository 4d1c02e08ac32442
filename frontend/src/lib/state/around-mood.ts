import { blank } from '$lib/db/blank';
import type { EventFields, FactorFields, LifeEvent } from '$lib/db/model';
import { uuid7 } from '$lib/sync/uuid7';
import { data } from './data.svelte';
import { today } from './today.svelte';

/** Adds a factor at the end; gives its id. */
export function addFactor(draft: Partial<FactorFields> & Pick<FactorFields, 'name'>): string {
  const id = uuid7();
  const position = Math.min(10_000, Math.max(-1, ...data.sortedFactors.map((factor) => factor.position)) + 1);
  void data.write('factor', id, { ...blank.factor, position, ...draft });
  return id;
}
export const changeFactor = (id: string, fields: Partial<FactorFields>): Promise<void> => data.write('factor', id, fields);
export const archiveFactor = (id: string, archived = true): Promise<void> => data.write('factor', id, { archived });
export const removeFactor = (id: string): Promise<void> => data.write('factor', id, { deleted: true });
export const restoreFactor = (id: string): Promise<void> => data.write('factor', id, { deleted: false });

/** Adds a marker such as "new medicine"; gives its id. */
export function addEvent(draft: Partial<EventFields> & Pick<EventFields, 'name'>): string {
  const id = uuid7();
  void data.write('event', id, { ...blank.event, day: today.day, ...draft });
  return id;
}
export const changeEvent = (id: string, fields: Partial<EventFields>): Promise<void> => data.write('event', id, fields);
export const removeEvent = (id: string): Promise<void> => data.write('event', id, { deleted: true });
export const restoreEvent = (id: string): Promise<void> => data.write('event', id, { deleted: false });

/** Events, the newest first. */
export const eventsByDay = (): LifeEvent[] =>
  [...data.events.values()].sort((a, b) => (a.day > b.day ? -1 : a.day < b.day ? 1 : a.id < b.id ? 1 : -1));
