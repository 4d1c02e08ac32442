import { describe, expect, it } from 'vitest';
import { drawn, neverBeside } from './claims';
import { MOST, subjectOf, toggled } from './focus';

const MON_WED_FRI = 0b0010101;
const WEEKEND = 0b1100000;
const SUN_MON = 0b1000001;
const habit = (weekdays: number, schedule: 'weekdays' | 'interval' | 'per_week' = 'weekdays', days = 1) => ({ weekdays, schedule, days });

describe('a habit that cannot be compared', () => {
  it('never has two planned days in a row', () => {
    expect(neverBeside(habit(MON_WED_FRI), 'same_day')).toBe(true);
    expect(neverBeside(habit(WEEKEND), 'same_day')).toBe(false);
  });

  it('never has three in a row, for the day after', () => {
    expect(neverBeside(habit(WEEKEND), 'day_after')).toBe(true);
    expect(neverBeside(habit(0b0000111), 'day_after')).toBe(false);
  });

  it('is looked at over the end of the week', () => {
    expect(neverBeside(habit(SUN_MON), 'same_day')).toBe(false);
    expect(neverBeside(habit(0b1100001), 'day_after')).toBe(false);
  });

  it('comes every so many days', () => {
    expect(neverBeside(habit(127, 'interval', 2), 'same_day')).toBe(true);
    expect(neverBeside(habit(127, 'interval', 1), 'same_day')).toBe(false);
  });

  it('is not one that is free to fall on any day', () => {
    expect(neverBeside(habit(MON_WED_FRI, 'per_week'), 'day_after')).toBe(false);
    expect(neverBeside(habit(127), 'day_after')).toBe(false);
  });
});

describe('a drawn range', () => {
  it('has "no difference" in the middle and room for both ends', () => {
    const { reach, low, high, middle } = drawn({ estimate: 0.4, low: 0.1, high: 0.7 });
    expect(reach).toBe(1);
    expect([low, middle, high].map((share) => Math.round(share * 100))).toEqual([55, 70, 85]);
    expect(drawn({ estimate: 0, low: -0.5, high: 0.5 })).toEqual({ reach: 0.5, low: 0, high: 1, middle: 0.5 });
  });
});

describe('the choice', () => {
  it('takes three and no fourth', () => {
    const three = ['habit:a', 'habit:b', 'factor:c'];
    expect(three).toHaveLength(MOST);
    expect(toggled(three, 'factor:d')).toEqual(three);
    expect(toggled(three, 'habit:b')).toEqual(['habit:a', 'factor:c']);
    expect(toggled([], 'habit:a')).toEqual(['habit:a']);
  });

  it('reads only keys that it knows', () => {
    expect(subjectOf('factor:c')).toEqual({ kind: 'factor', id: 'c' });
    for (const text of ['', 'habit', 'habit:', 'mood:c', ':c']) expect(subjectOf(text)).toBeUndefined();
  });
});
