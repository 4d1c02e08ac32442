import { describe, expect, it } from 'vitest';
import type { Suggestion } from '$lib/api/types';
import { blank } from '$lib/db/blank';
import type { ProfileFields, Reading } from '$lib/db/model';
import { fitting, isLess, mayList, mayRead, type Person, type Suggestions } from './fit';

const NOW = Date.UTC(2026, 10, 24, 12);
const DAY_MS = 86_400_000;
const gates = { habits: 'none', diet_anxiety: 'eating_disorder', serotonin_syndrome: 'medicines', psilocybin: 'treatments' };

const suggestion = (topic: keyof typeof gates): Suggestion => ({
  article: {
    id: topic, slug: topic, topic, title: topic, summary: '', evidenceLevel: 'cohort', minutes: 4,
    gate: gates[topic], contentWarnings: [], reviewedOn: null,
  },
  reason: 'trend.anxiety_up',
  score: 4.5,
  numbers: { anxiety_mean_14d: 3.9 },
});
const answer = (state = 'ready'): Suggestions => ({
  state,
  items: (Object.keys(gates) as (keyof typeof gates)[]).map(suggestion),
  mustShow: ['when_to_seek_help_line'],
});
const reading = (fields: Partial<Reading>): Reading =>
  ({ id: 'habits', readOn: null, saved: false, lessUntil: null, deleted: false, ...fields });
const person = (profile: Partial<ProfileFields> = {}, less?: string): Person => ({
  profile: { ...blank.profile, adult: true, treatments: true, ...profile },
  readings: new Map(less ? [['habits', reading({ lessUntil: less })]] : []),
  day: '2026-11-24',
  now: NOW,
});
const topics = (given: Suggestions): string[] => given.items.map(({ article }) => article.topic);

describe('what is shown of a kept answer', () => {
  it('is all of it when nothing changed', () => {
    expect(fitting(answer(), person())).toEqual(answer());
  });

  it('leaves out what the person wants less of, until that day is over', () => {
    expect(topics(fitting(answer(), person({}, '2026-11-24')))).not.toContain('habits');
    expect(topics(fitting(answer(), person({}, '2026-11-23')))).toContain('habits');
    expect(isLess(undefined, '2026-11-24')).toBe(false);
  });

  it('is nothing once suggestions are switched off, but help stays', () => {
    expect(fitting(answer(), person({ suggestions: false }))).toEqual({ state: 'off', items: [], mustShow: [] });
    const support = fitting({ ...answer('support'), mustShow: ['support_card'] }, person({ suggestions: false }));
    expect(support).toEqual({ state: 'support', items: [], mustShow: ['support_card'] });
  });

  it.each([
    [{ treatments: false }],
    [{ adult: false }],
    [{ flags: ['psychosis'] }],
    [{ flags: ['in_recovery'] }],
    [{ flags: ['a flag of tomorrow'] }],
  ])('has no drug topic with %o', (profile) => {
    expect(topics(fitting(answer(), person(profile)))).not.toContain('psilocybin');
  });

  it('has nothing about food with that flag', () => {
    expect(topics(fitting(answer(), person({ flags: ['eating_disorder'] })))).not.toContain('diet_anxiety');
  });

  it('is calm for seven days after the help button, with no trend behind it, whatever was kept', () => {
    const shown = fitting(answer(), person({ helpPressedAt: NOW - 7 * DAY_MS }));
    expect(topics(shown)).toEqual(['habits']);
    expect(shown.items[0]).toMatchObject({ reason: 'support.first', numbers: {} });
    expect([shown.state, shown.mustShow]).toEqual(['support', ['support_card']]);
    expect(fitting(answer(), person({ helpPressedAt: NOW - 7 * DAY_MS - 1 })).state).toBe('ready');
  });

  it('stays as the server says in a time of support', () => {
    const kept = { state: 'support', items: [], mustShow: ['crisis_card', 'emergency_line'] };
    expect(fitting(kept, person({ helpPressedAt: NOW }))).toEqual(kept);
  });
});

it('lists a drug topic only for adults without flags who chose treatments', () => {
  const drug = { gate: 'treatments' };
  expect(mayList(drug, person())).toBe(true);
  expect(mayList(drug, person({ treatments: false }))).toBe(false);
  expect(mayList(drug, person({ adult: false }))).toBe(false);
  expect(mayList(drug, person({ flags: ['eating_disorder'] }))).toBe(true);
  expect(mayList(drug, person({ flags: ['pregnant'] }))).toBe(false);
  expect(mayList(drug, { profile: undefined, now: NOW })).toBe(false);
});

it('opens a kept drug topic to adults without flags, also to who only searched for it, and not in a hard time', () => {
  const drug = { gate: 'treatments' };
  expect(mayRead(drug, person({ treatments: false }))).toBe(true);
  expect(mayRead(drug, person({ adult: false }))).toBe(false);
  expect(mayRead(drug, person({ flags: ['pregnant'] }))).toBe(false);
  expect(mayRead(drug, person({ helpPressedAt: NOW }))).toBe(false);
  expect(mayRead({ gate: 'eating_disorder' }, person({ flags: ['eating_disorder'] }))).toBe(false);
  expect(mayRead({ gate: 'none' }, { profile: undefined, now: NOW })).toBe(true);
});
