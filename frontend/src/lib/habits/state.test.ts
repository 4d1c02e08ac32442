import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '$lib/time/day';
import { dayState, reaches, writtenState, type DayState, type Facts } from './state';

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
  it('is skipped or paused whatever else was written', () => {
    expect(writtenState(habit, { ...none, value: 1, skipped: true })).toBe('skipped');
    expect(writtenState(habit, { ...none, value: 1, paused: true })).toBe('paused');
  });

  it('has a word for something but not enough, and for a slip', () => {
    expect(writtenState({ kind: 'at_least', target: 3 }, { ...none, count: 1, sum: 1 })).toBe('partial');
    expect(writtenState({ kind: 'at_most', target: 3 }, { ...none, count: 1, sum: 4 })).toBe('slipped');
    expect(writtenState({ kind: 'avoid', target: 1 }, { ...none, value: 0 })).toBe('slipped');
    expect(writtenState(habit, { ...none, value: 0 })).toBeUndefined();
  });
});

const LETTERS: Record<DayState, string> = {
  before: 'b', skipped: 's', paused: 'p', done: 'D', slipped: 'X', partial: 'h', covered: 'c', missed: 'm', open: 'o', free: '-',
};
interface Logged {
  done?: number[];
  zero?: number[];
  skipped?: number[];
  sums?: Record<number, number>;
  paused?: [number, number];
}

/** One letter a day, oldest first, as the server's own tests draw them; days are told before today. */
function drawn(fields: object, logged: Logged, since: number, ahead = 0): string {
  const made = { ...habit, createdOn: addDays(TODAY, -since), ...fields };
  const facts = (day: string): Facts => {
    const ago = daysBetween(day, TODAY);
    const sum = logged.sums?.[ago];
    const [first, last] = logged.paused ?? [-99, 99];
    const value = logged.done?.includes(ago) ? 1 : logged.zero?.includes(ago) ? 0 : undefined;
    const skipped = logged.skipped?.includes(ago) ?? false;
    return { value, skipped, paused: ago <= first && ago >= last, count: sum === undefined ? 0 : 1, sum: sum ?? 0 };
  };
  const done = (day: string): boolean => writtenState(made, facts(day)) === 'done';
  const rest = (day: string): boolean => facts(day).skipped || facts(day).paused;
  const all = Array.from({ length: since + ahead + 1 }, (_, index) => addDays(TODAY, index - since));
  return all.map((day) => LETTERS[dayState(made, day, facts(day), { today: TODAY, weekStart: 0, done, rest })]).join('');
}

describe('a calendar of days', () => {
  it('of every day and of chosen weekdays', () => {
    expect(drawn({}, { done: [1, 3], skipped: [4], paused: [6, 5] }, 7, 1)).toBe('mppsDmDoo');
    expect(drawn({ weekdays: 7 }, { done: [1, 4] }, 8, 1)).toBe('mmm-D--Doo');
    expect(drawn({ createdOn: addDays(TODAY, 2) }, {}, 0, 3)).toBe('bboo');
  });

  it('of what is avoided or measured', () => {
    expect(drawn({ kind: 'avoid' }, { done: [2], zero: [0, 1] }, 3)).toBe('mDXX');
    expect(drawn({ kind: 'at_least', target: 2 }, { sums: { 0: 1, 1: 1, 2: 2, 3: 0 } }, 4)).toBe('mmDhh');
    expect(drawn({ kind: 'at_most', target: 2 }, { sums: { 1: 1, 2: 3, 3: 0 } }, 4)).toBe('mDXDo');
  });

  it('of every k days', () => {
    const third = { schedule: 'interval', days: 3 };
    expect(drawn({ ...third, startsOn: addDays(TODAY, -9) }, { done: [5] }, 9, 1)).toBe('m--cD-m--o-');
    expect(drawn({ ...third, startsOn: addDays(TODAY, -1) }, {}, 1, 2)).toBe('o--o');
  });

  it('of n in d days', () => {
    const once = { schedule: 'rolling', days: 3 };
    expect(drawn(once, { done: [4, 9, 10] }, 14, 1)).toBe('--ccDDccmmDccmoo');
    expect(drawn(once, { done: [0] }, 0, 4)).toBe('Dccoo');
    expect(drawn({ ...once, times: 3 }, { done: [1, 2, 4] }, 5, 1)).toBe('mDmDDoo');
  });

  it('of so many a week: the last days that could have made it are missed', () => {
    const twice = { schedule: 'per_week', times: 2 };
    expect(drawn(twice, {}, 15, 5)).toBe('-----mm' + '-----mm' + '-oooooo');
    expect(drawn(twice, { done: [9, 7], skipped: [2] }, 15, 5)).toBe('-----mD' + '-D---ms' + '-oooooo');
    expect(drawn(twice, { done: [1, 0, 8, 3] }, 8, 5)).toBe('D----D-' + 'DD-----');
  });
});
