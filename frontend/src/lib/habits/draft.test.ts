import { describe, expect, it } from 'vitest';
import { blank } from '$lib/db/blank';
import type { Habit } from '$lib/db/model';
import { draftOf, fieldsOf, mostTimes, newDraft, problems, type Draft } from './draft';

const TODAY = '2026-11-24';
const draft = (fields: Partial<Draft> = {}): Draft => ({ ...newDraft(TODAY), name: 'Walk', ...fields });

describe('a new habit', () => {
  it('misses nothing but its name', () => {
    expect([...problems(newDraft(TODAY))]).toEqual(['name']);
    expect(problems(draft()).size).toBe(0);
  });

  it('is a yes/no habit for every day, without numbers that nobody chose', () => {
    expect(fieldsOf(draft({ name: ' Walk ' }))).toEqual({
      name: 'Walk', icon: '🌱', colour: 0, kind: 'yes_no', schedule: 'weekdays', weekdays: 127,
      groupId: null, planWhen: '', planThen: '',
    });
  });
});

describe('what cannot be saved', () => {
  it.each<[Partial<Draft>, string]>([
    [{ weekdays: 0 }, 'weekdays'],
    [{ schedule: 'rolling', times: 4, days: 3 }, 'times'],
    [{ schedule: 'interval', startsOn: '' }, 'startsOn'],
    [{ kind: 'at_least', target: '0' }, 'target'],
    [{ kind: 'at_most', target: '-1' }, 'target'],
    [{ kind: 'at_least', step: 'two' }, 'step'],
  ])('%o', (fields, problem) => {
    expect([...problems(draft(fields))]).toEqual([problem]);
  });

  it('is only what the chosen kind and schedule use', () => {
    expect(problems(draft({ schedule: 'per_week', weekdays: 0, target: 'x', startsOn: '' })).size).toBe(0);
    expect(problems(draft({ kind: 'at_most', target: '0' })).size).toBe(0);
  });
});

describe('a habit in its form', () => {
  const habit: Habit = {
    ...blank.habit, id: 'h', name: 'Water', kind: 'at_least', target: 1.5, unit: 'l', step: 0.25,
    schedule: 'interval', days: 2, createdOn: '2026-11-01',
  };

  it('comes back as it went in', () => {
    const fields = fieldsOf(draftOf(habit, TODAY));
    expect(fields).toMatchObject({ target: 1.5, step: 0.25, unit: 'l', days: 2, startsOn: '2026-11-01' });
  });

  it('has at most as many times as there are days', () => {
    expect(mostTimes({ schedule: 'rolling', days: 5 })).toBe(5);
    expect(mostTimes({ schedule: 'per_week', days: 1 })).toBe(7);
  });
});
