import { expect, it } from 'vitest';
import { blank } from '$lib/db/blank';
import type { ProfileFields } from '$lib/db/model';
import { asked } from './prompt';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-24T12:00:00Z');
const person = (fields: Partial<ProfileFields> = {}) => ({
  profile: { ...blank.profile, questionnaires: ['phq8', 'gad7'] as ProfileFields['questionnaires'], ...fields },
  day: '2026-11-24',
  now: NOW,
});
const last = [{ id: 'a', instrument: 'phq8', day: '2026-11-20', at: 1, answers: [1] }];

it('asks for what was chosen and waits', () => {
  expect(asked(person(), last, '')).toEqual(['gad7']);
  expect(asked(person({ questionnaires: [] }), [], '')).toEqual([]);
});

it('rests until the day that it was put off to', () => {
  expect(asked(person(), [], '2026-11-25')).toEqual([]);
  expect(asked(person(), [], '2026-11-24')).toEqual(['phq8', 'gad7']);
});

it('never asks in the days after somebody opened Help', () => {
  for (let days = 0; days <= 7; days += 0.25) {
    const helpPressedAt = NOW - days * DAY_MS;
    for (const filled of [[], last]) expect(asked(person({ helpPressedAt }), filled, '')).toEqual([]);
  }
  expect(asked(person({ helpPressedAt: NOW - 7 * DAY_MS - 1 }), last, '')).toEqual(['gad7']);
});
