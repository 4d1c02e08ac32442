import { beforeAll, describe, expect, it, vi } from 'vitest';
import { blank } from '$lib/db/blank';
import type { Claim } from './claims';

type Module = typeof import('./sentences');
let lackText: Module['lackText'];
let sentences: Module['sentences'];
let textsOf: Module['textsOf'];

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  ({ lackText, sentences, textsOf } = await import('./sentences'));
});

const claim = (fields: Partial<Claim> = {}): Claim => ({
  kind: 'habit', id: 'h', timing: 'same_day', state: 'shown', since: '2026-10-01', lookedOn: '2026-11-01',
  days: 130, used: 124, done: 50, estimate: 0.4, low: 0.1, high: 0.7, level: 0.975, moodFirst: false, lacks: [],
  ...fields,
});
const said = (fields: Partial<Claim>): string => sentences(claim(fields), 'a walk').join(' ');

describe('what is said of a habit', () => {
  it('is a difference with its range, and no cause', () => {
    expect(said({})).toBe(
      'Over 124 days: on days with “a walk” your mood was higher by 0.4 points (of 5), 95 % range 0.1 to 0.7, after allowing for weekday, slow ups and downs and the day before. It goes with it; it may not be the cause.',
    );
  });

  it('turns the range round when mood was lower', () => {
    expect(said({ estimate: -0.4, low: -0.7, high: -0.1 })).toContain('lower by 0.4 points (of 5), 95 % range 0.1 to 0.7');
    expect(said({ estimate: -0.4, low: -0.7, high: -0.1, timing: 'day_after' })).toMatch(/the day after “a walk”.*lower by 0\.4/);
  });

  it('adds that mood may come first', () => {
    expect(said({ moodFirst: true })).toMatch(/may not be the cause\. .*mood may come first\.$/);
    expect(said({ moodFirst: true, state: 'no_link' })).not.toContain('come first');
  });

  it('says it when there is no clear link', () => {
    expect(said({ state: 'no_link', estimate: 0.1, low: -0.3, high: 0.5 })).toBe(
      'No clear link between “a walk” and mood yet (difference +0.1, range −0.3 to 0.5). That is a result too.',
    );
  });

  it('writes no zero with a sign', () => {
    expect(said({ state: 'no_link', estimate: -0.04, low: -0.3, high: 0.2 })).toContain('(difference 0.0, range −0.3');
  });

  it('keeps the numbers back until a second look', () => {
    expect(said({ state: 'possible' })).toMatch(/^Possible, still checking: .*once, on (1 October|October 1,) 2026/);
    expect(said({ state: 'possible' })).not.toContain('0.4');
  });

  it('tells when it no longer holds', () => {
    expect(said({ state: 'gone', estimate: 0.1, low: -0.2, high: 0.4 })).toMatch(/^This no longer holds: .*difference \+0\.1/);
  });

  it('names what is missing', () => {
    const lacks: Claim['lacks'] = [{ want: 'days', have: 37, need: 60 }, { want: 'days_without', have: 8, need: 14 }];
    const nothing = { estimate: null, low: null, high: null };
    expect(said({ state: 'too_early', lacks, ...nothing })).toBe('Not enough yet: 37 of 60 days. 6 more days without “a walk”.');
    expect(lackText({ want: 'days_with', have: 13, need: 14 }, 'tea')).toBe('1 more day with “tea”.');
  });

  it('says why a habit on fixed days cannot be compared, and when the others are looked at', () => {
    const early = claim({ state: 'too_early', estimate: null, low: null, high: null });
    const habit = { ...blank.habit, id: 'h', weekdays: 0b0010101 };
    const known = { name: 'a swim', nextLookOn: '2026-12-24' };
    expect(textsOf(early, { ...known, habit })).toEqual([expect.stringMatching(/^“a swim” is planned on fixed days\./)]);
    expect(textsOf(early, { ...known, habit: undefined })).toEqual([expect.stringMatching(/looked at from .*December.* on\.$/)]);
    expect(textsOf(claim(), { ...known, habit })[0]).toMatch(/^Over 124 days/);
  });

  it.each(['causes', 'improves', 'proves', 'should', 'r ='])('never says %s', (word) => {
    const states = ['shown', 'possible', 'no_link', 'gone'] as const;
    for (const state of states) for (const timing of ['same_day', 'day_after'] as const)
      expect(said({ state, timing, moodFirst: true })).not.toContain(word);
  });
});
