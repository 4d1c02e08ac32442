import { describe, expect, it, vi } from 'vitest';
import { blank } from '$lib/db/blank';
import { locale } from '$lib/i18n';
import { fieldsOf, packs } from './packs';
import { planText, scheduleWords, stateWord, targetWords } from './words';

vi.hoisted(() => {
  vi.stubGlobal('localStorage', { getItem: () => 'en', setItem: () => undefined });
});

const habit = (fields: object) => ({ ...blank.habit, createdOn: '2026-11-01', ...fields });

describe('a schedule in words', () => {
  it.each([
    [{}, 'Every day'],
    [{ schedule: 'per_week', times: 1 }, 'Once a week'],
    [{ schedule: 'per_week', times: 3 }, '3 times a week'],
    [{ schedule: 'per_month', times: 2 }, '2 times a month'],
    [{ schedule: 'rolling', times: 2, days: 5 }, '2 times in 5 days'],
    [{ schedule: 'rolling', times: 1, days: 3 }, 'Once in 3 days'],
  ])('%o', (fields, words) => {
    expect(scheduleWords(habit(fields))).toBe(words);
  });

  it('names the day that an interval begins on', () => {
    expect(scheduleWords(habit({ schedule: 'interval', days: 2 }))).toMatch(/^Every 2 days from .*1.*$/);
  });
});

describe('other words', () => {
  it('says what a measured day is to reach', () => {
    expect(targetWords(habit({ kind: 'at_least', target: 1.5, unit: 'litres' }))).toBe('At least 1.5 litres');
    expect(targetWords(habit({}))).toBe('');
  });

  it('joins the halves of a plan, and lets one stand alone', () => {
    expect(planText({ planWhen: 'I get up', planThen: 'drink water.' })).toBe('When I get up, I will drink water.');
    expect(planText({ planWhen: '', planThen: 'drink water' })).toBe('drink water');
  });

  it('calls a good day of something left out kept', () => {
    expect([stateWord('done'), stateWord('done', 'avoid')]).toEqual(['Done', 'Kept']);
  });
});

describe.each(['en', 'de'])('the packs in %s', (language) => {
  it('have three to five habits, each with a plan, that the server takes', () => {
    locale.use(language);
    for (const { habits } of packs) {
      expect(habits.length).toBeGreaterThanOrEqual(3);
      expect(habits.length).toBeLessThanOrEqual(5);
      for (const { name, planWhen = '', planThen = '', icon = '', unit = '' } of habits.map(fieldsOf)) {
        expect([name.length <= 80, planWhen.length <= 120, planThen.length <= 120]).toEqual([true, true, true]);
        expect([planWhen, planThen].every(Boolean)).toBe(true);
        expect([icon.length <= 16, unit.length <= 20]).toEqual([true, true]);
      }
    }
    const keys = packs.flatMap(({ habits }) => habits.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
