import { describe, expect, it } from 'vitest';
import { draftOf } from './answer';

const habitId = '01990000-0000-7000-8000-000000000009';

describe('an answer in the notification', () => {
  it('checks a habit on the day that was asked about', () => {
    expect(draftOf('done', { habitId, day: '2026-11-23' }, 0)).toMatchObject({
      entity: 'entry',
      entityId: `${habitId}:2026-11-23`,
      fields: { value: 1, deleted: false },
    });
  });

  it('notes a mood on the day that was asked about, at the instant of the tap', () => {
    const draft = draftOf('mood-4', { day: '2026-11-23' }, 1_764_000_000_000);
    expect(draft).toMatchObject({
      entity: 'mood',
      fields: { day: '2026-11-23', at: 1_764_000_000_000, level: 4, deleted: false },
    });
    expect(draft?.entityId).not.toBe(draftOf('mood-4', { day: '2026-11-23' }, 0)?.entityId);
  });

  it.each([
    ['', { day: '2026-11-23' }],
    ['mood-9', { day: '2026-11-23' }],
    ['done', { day: '2026-11-23', habitId: null }],
    ['done', { habitId, day: 'today' }],
    ['mood-4', {}],
  ])('is nothing for %j with %j', (action, asked) => {
    expect(draftOf(action, asked, 0)).toBeUndefined();
  });
});
