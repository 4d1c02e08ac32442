import { blank } from '$lib/db/blank';
import { entryId, type Kind } from '$lib/db/model';
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

/** What the device knows of a measured habit's day. */
export interface Measured {
  kind: Kind;
  target: number;
  step: number;
  sum: number;
}

/** The change that an answer from the notification means; nothing for a plain tap. */
export function draftOf(action: string, asked: Asked, now: number, measured?: Measured): Draft | undefined {
  const { habitId, day } = asked;
  if (!day || !DAY.test(day)) return undefined;
  if (habitId && action === 'skip') return draft('entry', entryId(habitId, day), { skipped: true, deleted: false });
  if (habitId && action === 'done') return doneDraft(habitId, day, now, measured);
  const level = Number(MOOD.exec(action)?.[1] ?? 0);
  return level ? draft('mood', uuid7(), { ...blank.mood, day, at: now, level }) : undefined;
}

/** A measured day gets what it lacks; how much of "at most" it was only the person can say. */
function doneDraft(habitId: string, day: string, at: number, measured?: Measured): Draft | undefined {
  if (measured?.kind === 'at_most') return undefined;
  if (measured?.kind !== 'at_least')
    return draft('entry', entryId(habitId, day), { value: 1, skipped: false, deleted: false });
  const amount = Math.max(measured.step, Math.round((measured.target - measured.sum) * 1e6) / 1e6);
  return draft('amount', uuid7(), { habitId, day, at, amount, deleted: false });
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
