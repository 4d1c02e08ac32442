import { describe, expect, it } from 'vitest';
import { bandAround, changeOf, due, nextOn, ofInstrument, totalOf, type Filled } from './totals';

const filled = (instrument: string, day: string, answers: number[] = [1, 2]): Filled => ({
  id: `${instrument}${day}`, instrument, day, at: Date.parse(day), answers,
});

describe('totals', () => {
  it('are the sum of the answers', () => {
    expect(totalOf({ answers: [3, 0, 2, 1, 0, 0, 0, 3] })).toBe(9);
  });

  it('change only from the reliable change on', () => {
    expect(changeOf(12, 7, 6)).toEqual({ points: 5, wobble: true });
    expect(changeOf(6, 12, 6)).toEqual({ points: -6, wobble: false });
    expect(changeOf(4, 4, 4)).toEqual({ points: 0, wobble: true });
    expect(changeOf(8, 4, 4)).toEqual({ points: 4, wobble: false });
  });

  it('have a band that ends where the questionnaire does', () => {
    expect(bandAround(12, 6, 24)).toEqual({ low: 7, high: 17 });
    expect(bandAround(2, 6, 24)).toEqual({ low: 0, high: 7 });
    expect(bandAround(20, 4, 21)).toEqual({ low: 17, high: 21 });
  });
});

describe('a questionnaire', () => {
  it('waits a fortnight', () => {
    expect(nextOn({ day: '2026-11-10' })).toBe('2026-11-24');
    expect(nextOn(undefined)).toBeUndefined();
    const last = [filled('phq8', '2026-11-10'), filled('phq8', '2026-10-01')];
    expect(due(['phq8'], last, '2026-11-23')).toEqual([]);
    expect(due(['phq8'], last, '2026-11-24')).toEqual(['phq8']);
  });

  it('waits for its first time at once, and only when it was chosen', () => {
    expect(due(['phq8', 'gad7'], [filled('phq8', '2026-11-20')], '2026-11-24')).toEqual(['gad7']);
    expect(due([], [], '2026-11-24')).toEqual([]);
  });

  it('has its own list, the oldest first', () => {
    const all = [filled('phq8', '2026-11-10'), filled('gad7', '2026-11-11'), filled('phq8', '2026-10-01')];
    expect(ofInstrument(all, 'phq8').map(({ day }) => day)).toEqual(['2026-10-01', '2026-11-10']);
  });
});
