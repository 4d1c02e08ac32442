import { blank } from '$lib/db/blank';
import type { Draft } from '$lib/db/write';
import { uuid7 } from './uuid7';

/** What a notification knows of what it asks about; written by the server. */
export interface Asked {
  did?: string;
  kind?: string;
  habitId?: string | null;
  day?: string;
}

const MOOD = /^mood-([1-5])$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The change that an answer from the notification means; nothing for a plain tap. */
export function draftOf(action: string, asked: Asked, now: number): Draft | undefined {
  const { habitId, day } = asked;
  if (!day || !DAY.test(day)) return undefined;
  if (action === 'done' && habitId)
    return draft('entry', `${habitId}:${day}`, { value: 1, deleted: false });
  const level = Number(MOOD.exec(action)?.[1] ?? 0);
  if (!level) return undefined;
  return draft('mood', uuid7(), { ...blank.mood, day, at: now, level });
}

/** Whether a button of that name can be answered here; the server may know more than this app. */
export const canAnswer = (action: string, asked: Asked): boolean => !!draftOf(action, asked, 0);

const draft = (entity: Draft['entity'], entityId: string, fields: Draft['fields']): Draft => ({
  opId: uuid7(),
  entity,
  entityId,
  fields,
  v: 2,
});
