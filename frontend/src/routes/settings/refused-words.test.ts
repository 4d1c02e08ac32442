import { describe, expect, it, vi } from 'vitest';
import type { DeadLetter, Entity } from '$lib/db/model';

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
const { placeOf, reasonText, writtenText } = await import('./refused-words');

const letter = (entity: Entity, entityId: string, fields: object = {}): DeadLetter => ({
  opId: 'o', entity, entityId, fields: { ...fields }, stamp: '', v: 2, code: 'invalid', detail: '',
});

describe('what the server refused', () => {
  it.each([
    ['entry', 'h:2026-11-24', {}, '/day/2026-11-24'],
    ['amount', 'a', { habitId: 'h', day: '2026-11-23' }, '/day/2026-11-23'],
    ['habit', 'h', {}, '/habits/h/edit'],
    ['mood', 'm', {}, '/mood/m'],
    ['pause', 'p', { habitId: 'h' }, '/habits/h'],
    ['pause', 'p', { habitId: null }, '/'],
    ['event', 'e', {}, '/events/e'],
    ['factor', 'f', {}, '/factors'],
    ['screening', 's', {}, '/screening'],
    ['reading', 'r', {}, '/library'],
    ['group', 'g', {}, '/habits/order'],
    ['profile', 'u', {}, '/settings'],
  ] as const)('%s leads to its page', (entity, id, fields, place) => {
    expect(placeOf(letter(entity, id, fields))).toBe(place);
  });

  it('has plain words for each reason, and for one that is new', () => {
    const codes = ['invalid', 'not-found', 'out-of-range', 'unknown-habit', 'unknown-version', 'unknown-zone', 'unreadable', 'new'];
    expect(new Set(codes.map(reasonText)).size).toBe(codes.length);
  });

  it('tells the day and the habit of a check-in', () => {
    expect(writtenText(letter('entry', 'h:2026-11-24', { value: 1 }), 'Walk')).toBe('Walk · November 24, 2026');
  });

  it('shows what was written without ids and instants', () => {
    expect(writtenText(letter('habit', 'h', { name: 'Walk', groupId: 'g', at: 5, target: 3, note: '', deleted: false }))).toBe('Walk · 3');
  });
});
