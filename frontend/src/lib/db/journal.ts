import type { Draft } from './write';

/**
 * A copy of each change until its transaction is done. Browsers on phones may freeze a page in the
 * middle of a write; what is left here is written at the next start.
 */
const key = (userId: string): string => `everkeel.journal.${userId}`;

export function pendingDrafts(userId: string): Draft[] {
  try {
    return JSON.parse(localStorage.getItem(key(userId)) ?? '[]') as Draft[];
  } catch {
    return [];
  }
}

export function addDraft(userId: string, draft: Draft): void {
  save(userId, [...pendingDrafts(userId), draft]);
}

export function removeDraft(userId: string, opId: string): void {
  save(userId, pendingDrafts(userId).filter((draft) => draft.opId !== opId));
}

/** Forgets everything, when the person leaves this device. */
export const clearDrafts = (userId: string): void => save(userId, []);

function save(userId: string, drafts: Draft[]): void {
  try {
    if (drafts.length) localStorage.setItem(key(userId), JSON.stringify(drafts));
    else localStorage.removeItem(key(userId));
  } catch {
    // Without room the transaction alone has to do.
  }
}
