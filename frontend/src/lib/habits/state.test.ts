import { describe, expect, it } from 'vitest';
import { dayState, reaches, writtenState, type Facts } from './state';

const TODAY = '2026-11-24';
const none: Facts = { value: undefined, skipped: false, paused: false, count: 0, sum: 0 };
const habit = {
  kind: 'yes_no',
  target: 1,
  schedule: 'weekdays',
  weekdays: 127,
  times: 1,
  days: 1,
  startsOn: null,
  createdOn: '2026-11-01',
} as const;
const around = { today: TODAY, weekStart: 0, done: () => false };

describe('when a day is done', () => {
  it('takes the value of yes/no and of avoid', () => {
    expect(reaches({ kind: 'yes_no', target: 1 }, { ...none, value: 1 })).toBe(true);
    expect(reaches({ kind: 'avoid', target: 1 }, none)).toBe(false);
  });

  it('compares the sum with the target', () => {
    const logged = { ...none, count: 2, sum: 6 };
    expect(reaches({ kind: 'at_least', target: 6 }, logged)).toBe(true);
    expect(reaches({ kind: 'at_least', target: 6.5 }, logged)).toBe(false);
    expect(reaches({ kind: 'at_most', target: 6 }, logged)).toBe(true);
    expect(reaches({ kind: 'at_most', target: 5 }, logged)).toBe(false);
  });

  it('wants something logged for "at most", be it nothing', () => {
    expect(reaches({ kind: 'at_most', target: 2 }, none)).toBe(false);
    expect(reaches({ kind: 'at_most', target: 2 }, { ...none, count: 1 })).toBe(true);
  });
});

describe('the state of a day', () => {
  it('is skipped whatever else was written', () => {
    expect(writtenState(habit, { ...none, value: 1, skipped: true })).toBe('skipped');
  });

  it('is done in a pause when it was done', () => {
    expect(writtenState(habit, { ...none, paused: true })).toBe('paused');
    expect(writtenState(habit, { ...none, paused: true, value: 1 })).toBe('done');
  });

  it('has a word for something but not enough, and for a slip', () => {
    expect(writtenState({ kind: 'at_least', target: 3 }, { ...none, count: 1, sum: 1 })).toBe('partial');
    expect(writtenState({ kind: 'avoid', target: 1 }, { ...none, value: 0 })).toBe('slipped');
    expect(writtenState(habit, { ...none, value: 0 })).toBeUndefined();
  });

  it('depends on the schedule when nothing was written', () => {
    const day = (date: string, weekdays = 127) => dayState({ ...habit, weekdays }, date, none, around);
    expect(day('2026-10-31')).toBe('before');
    expect(day('2026-11-23')).toBe('missed');
    expect(day(TODAY)).toBe('open');
    expect(day('2026-11-25', 2)).toBe('free');
  });

  it('calls a free day of "n in d days" covered', () => {
    const rolling = { ...habit, schedule: 'rolling', days: 3 } as const;
    const done = (day: string): boolean => day === '2026-11-22';
    expect(dayState(rolling, '2026-11-23', none, { ...around, done })).toBe('covered');
  });
});
