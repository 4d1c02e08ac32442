import { describe, expect, it } from 'vitest';
import { countStates, curve, curvePath, sharePerDay, shownState, statesByDay } from './history';

const history = (states: string[], strength: number[] = []) =>
  ({ habitId: 'h', states, strength, values: states.map(() => null) }) as never;

describe('the state of a day', () => {
  it('is the device\'s where something is written', () => {
    expect(shownState('done', 'missed')).toBe('done');
    expect(shownState('skipped', 'free')).toBe('skipped');
  });

  it('is the device\'s where the server still knows what was taken back', () => {
    expect(shownState('missed', 'done')).toBe('missed');
  });

  it('is the server\'s where it follows from other days', () => {
    expect(shownState('missed', 'covered')).toBe('covered');
    expect(shownState('free', undefined)).toBe('free');
  });

  it('stands under its day', () => {
    const states = statesByDay('2026-11-29', history(['done', 'missed', 'open']));
    expect([...states.keys()]).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
    expect(countStates(states.values())).toMatchObject({ done: 1, missed: 1, open: 1, covered: 0 });
  });
});

describe('the curve', () => {
  it('begins a day before there is strength', () => {
    expect(curve('2026-11-01', [0, 0, 0, 0.05, 0.1])).toEqual({ from: '2026-11-03', values: [0, 0.05, 0.1] });
    expect(curve('2026-11-01', [0, 0])).toEqual({ from: '2026-11-01', values: [] });
  });

  it('runs from edge to edge, strong above', () => {
    expect(curvePath([0, 0.5, 1], 100, 50)).toBe('M0 50L50 25L100 0');
    expect(curvePath([0.5], 100, 50)).toBe('M100 25');
  });
});

describe('the share of a day', () => {
  it('counts only what was planned', () => {
    const all = [history(['done', 'skipped', 'free']), history(['missed', 'done', 'paused']), history(['done', 'slipped', 'covered'])];
    expect(sharePerDay(all, 3)).toEqual([2 / 3, 0.5, null]);
  });
});
