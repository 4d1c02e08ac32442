import { describe, expect, it } from 'vitest';
import { addDays } from '$lib/time/day';
import { isCovered, isPlanned, periodOf, type Rule } from './plan';

const TODAY = '2026-11-24'; // a Tuesday
const rule = (fields: Partial<Rule>): Rule => ({
  schedule: 'weekdays',
  weekdays: 127,
  times: 1,
  days: 1,
  startsOn: null,
  createdOn: '2026-11-01',
  ...fields,
});
const ago = (count: number): string => addDays(TODAY, -count);
const doneAt =
  (...days: string[]) =>
  (day: string): boolean =>
    days.includes(day);

describe('weekdays and intervals', () => {
  it('asks on the chosen weekdays', () => {
    expect(isPlanned(rule({ weekdays: 2 }), TODAY, doneAt(), 0)).toBe(true);
    expect(isPlanned(rule({ weekdays: 1 }), TODAY, doneAt(), 0)).toBe(false);
  });

  it('asks every k days from its start, and not before it', () => {
    const every3 = rule({ schedule: 'interval', days: 3, startsOn: ago(6) });
    expect([9, 6, 5, 4, 3, 0].map((count) => isPlanned(every3, ago(count), doneAt(), 0))).toEqual([
      false, true, false, false, true, true,
    ]);
  });

  it('counts from the first day of the habit when no start was chosen', () => {
    const every2 = rule({ schedule: 'interval', days: 2, createdOn: ago(1) });
    expect([1, 0].map((count) => isPlanned(every2, ago(count), doneAt(), 0))).toEqual([true, false]);
  });
});

describe('so many times a week or month', () => {
  it('begins the week where the person does', () => {
    const weekly = rule({ schedule: 'per_week', times: 2 });
    expect(periodOf(weekly, TODAY, 0)).toEqual(['2026-11-23', '2026-11-29']);
    expect(periodOf(weekly, TODAY, 6)).toEqual(['2026-11-22', '2026-11-28']);
  });

  it('is content once the week has enough', () => {
    const weekly = rule({ schedule: 'per_week', times: 1 });
    expect(isPlanned(weekly, TODAY, doneAt(ago(1)), 0)).toBe(false);
    expect(isPlanned(weekly, TODAY, doneAt(ago(2)), 0)).toBe(true);
    expect(isPlanned(weekly, TODAY, doneAt(ago(2)), 6)).toBe(false);
  });

  it('still shows a day as planned that made the week full itself', () => {
    expect(isPlanned(rule({ schedule: 'per_week', times: 1 }), TODAY, doneAt(TODAY), 0)).toBe(true);
  });

  it('counts in the calendar month', () => {
    const monthly = rule({ schedule: 'per_month', times: 2 });
    expect(isPlanned(monthly, TODAY, doneAt('2026-11-01', '2026-11-02'), 0)).toBe(false);
    expect(isPlanned(monthly, TODAY, doneAt('2026-10-31', '2026-11-02'), 0)).toBe(true);
  });
});

describe('n times in d days', () => {
  it('covers the days that a done one reaches over', () => {
    const oneIn3 = rule({ schedule: 'rolling', times: 1, days: 3 });
    const done = doneAt(ago(4));
    expect([5, 3, 2, 1, 0].map((count) => isCovered(oneIn3, ago(count), done))).toEqual([
      false, true, true, false, false,
    ]);
    expect(isPlanned(oneIn3, ago(2), done, 0)).toBe(false);
    expect(isPlanned(oneIn3, ago(1), done, 0)).toBe(true);
  });

  it('covers the days between two that are close enough', () => {
    const twoIn5 = rule({ schedule: 'rolling', times: 2, days: 5 });
    const done = doneAt(ago(6), ago(3));
    expect([7, 5, 4, 2, 1].map((count) => isCovered(twoIn5, ago(count), done))).toEqual([
      false, true, true, true, false,
    ]);
  });

  it('moves a stretch back to leave room for a newer one', () => {
    const oneIn3 = rule({ schedule: 'rolling', times: 1, days: 3 });
    const done = doneAt(ago(4), ago(9), ago(10));
    const covered = Array.from({ length: 15 }, (_, count) => count).filter(
      (count) => !done(ago(count)) && isCovered(oneIn3, ago(count), done, TODAY),
    );
    expect(covered).toEqual([2, 3, 7, 8, 11, 12]);
  });
});
