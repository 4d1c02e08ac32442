import { describe, expect, it, vi } from 'vitest';
import type { Trends } from '$lib/api/types';
import { emotionSentence, factorSentence, habitSentence } from './detail-sentences';
import { followSentence, looksOf } from './follow-ups';
import { marksOf } from './marks';
import { changeSentence, dayReader, moodSentence, trendSentence } from './mood-sentences';
import { partsFor } from './sheet';
import { partSentence, rhythmSays, weekdaySentence } from './rhythm-sentences';

vi.hoisted(() => {
  vi.stubGlobal('localStorage', { getItem: () => 'en', setItem: () => undefined });
  vi.stubGlobal('navigator', { language: 'en-GB', languages: ['en-GB'] });
});

const weekday = (weekday: number, mean: number | null) => ({ weekday, mean, count: mean ? 4 : 0, low: mean, high: mean });
const part = (part: 'night' | 'morning' | 'midday' | 'evening', mean: number | null) => ({ part, mean, count: mean ? 4 : 0 });
const trend = (more: Partial<Trends['trend']>) => ({ days: 80, needs: 60, slope: 0.2, called: true, ...more });
const said = (more: Partial<Trends['trend']>, total = 90): string => trendSentence(trend(more), total);

describe('a trend', () => {
  it('is told with its slope, up or down', () => {
    expect(said({})).toBe(
      'Over these 80 days with a check-in, your mood rose by about 0.2 points every 30 days.',
    );
    expect(said({ slope: -0.34 })).toContain('went down by about 0.34 points');
  });

  it('that is none is a result too, and before 60 days the days are counted', () => {
    expect(said({ slope: 0.05, called: false })).toContain('No clear trend over these 80 days');
    expect(said({ slope: 0.05, called: false })).toContain('+0.05 points');
    expect(said({ days: 37, slope: null, called: false })).toContain('37 of 60 days');
    expect(said({ days: 28, slope: null, called: false }, 30)).toContain('longer time range');
  });

  it('never speaks of causes, proof or duty', () => {
    const all = [said({}), said({ slope: -1 }), said({ called: false }), said({ slope: null }), said({}, 30)];
    for (const one of all) expect(one).not.toMatch(/cause|improve|prove|should|!/);
  });
});

describe('the mood', () => {
  const summary = { days: 64, mean: 3.44, meanBefore: null as number | null };

  it('is said with its days and its nearest word, and compared only when there is something before', () => {
    const trends = { summary } as Trends;
    expect(moodSentence(trends, 90)).toBe('You checked in on 64 of 90 days. On average: 3.4 of 5, near “Okay”.');
    const later = { summary: { ...summary, meanBefore: 3.1 } } as Trends;
    expect(moodSentence(later, 90)).toContain('In the 90 days before: 3.1.');
  });

  it('changed around a day, from one average to another', () => {
    const change = { on: '2026-12-17', before: 3.12, after: 3.61, daysBefore: 40, daysAfter: 52 };
    expect(changeSentence(change)).toBe(
      'Around 17 December your average changed: 3.1 in the 40 days before, 3.6 in the 52 days after.',
    );
  });

  it('of a day is read with its spread, its week and what happened', () => {
    const trends = {
      mood: [{ day: '2026-11-03', mean: 3.5, count: 2, low: 2, high: 5 }],
      weekMean: [{ day: '2026-11-03', mean: 3.21, low: 2, high: 5 }],
    } as Trends;
    const read = dayReader(trends, [{ day: '2026-11-03', icon: '⛵', text: 'At sea' }]);
    expect(read('2026-11-03')).toMatch(/3 Nov 2026: mood 3\.5, between 2\.0 and 5\.0, 7-day mean 3\.2, ⛵ At sea$/);
    expect(read('2026-11-04')).toMatch(/4 Nov 2026: no check-in$/);
  });
});

describe('the rhythm', () => {
  it('names the highest and the lowest, or says that they are close', () => {
    expect(weekdaySentence([weekday(0, 3.1), weekday(1, null), weekday(5, 3.9)])).toBe(
      'Highest on Saturday (3.9), lowest on Monday (3.1).',
    );
    expect(weekdaySentence([weekday(0, 3.3), weekday(1, 3.4)])).toContain('close together, between 3.3 and 3.4');
    expect(partSentence([part('morning', 3), part('evening', 3.6)])).toBe(
      'Highest in the evening (3.6), lowest in the morning (3.0).',
    );
    expect(weekdaySentence([])).toBe('');
  });

  it('says something only with two to compare', () => {
    expect(rhythmSays([part('morning', 3), part('night', null)])).toBe(false);
    expect(rhythmSays([part('morning', 3), part('evening', 3)])).toBe(true);
  });
});

describe('details', () => {
  it('of factors compare only where there are other days', () => {
    const walk = { name: 'Outdoors', days: 29, mean: 3.64, meanWithout: 3.2 };
    expect(factorSentence([walk])).toBe(
      'Most often Outdoors, on 29 days. Your mood was 3.6 then, and 3.2 on the other days.',
    );
    expect(factorSentence([{ ...walk, meanWithout: null }])).not.toContain('other days');
    expect(factorSentence([])).toBe('');
  });

  it('of feelings name the three that came most, and words of later versions as they are', () => {
    const emotions = ['calm', 'tired', 'brave', 'sad'].map((key, index) => ({ key, count: 9 - index }));
    expect(emotionSentence(emotions)).toBe('Most often: Calm (9×), Tired (8×) and brave (7×).');
  });

  it('of habits name the strongest', () => {
    expect(habitSentence([{ name: 'Run', strength: 0.4 }, { name: 'Read', strength: 0.81 }])).toContain('Read, 81%');
    expect(habitSentence([])).toBe('');
    expect(habitSentence([{ name: 'New', strength: 0 }])).toBe('');
  });
});

describe('follow-ups', () => {
  const look = (months: 6 | 9 | 12 | null, on: string, state: 'past' | 'now' | 'ahead', mean: number | null, days: number) => ({
    months, on, state, mean, days, of: 30,
  });
  const event = {
    eventId: 'e',
    before: { mean: 2.9, days: 27, of: 30 },
    followUps: [look(6, '2026-10-24', 'past', 3.4, 22), look(null, '2026-11-20', 'now', 3.1, 12), look(9, '2027-01-24', 'ahead', null, 0)],
  };

  it('say how many days of data there are, so far, or when they come', () => {
    expect(looksOf(event).map(({ title, days, ahead }) => [title, days, ahead])).toEqual([
      ['30 days before', '27 of 30 days with a check-in', false],
      ['After 6 months', '22 of 30 days with a check-in', false],
      ['Your follow-up', 'so far 12 of 30 days with a check-in', false],
      ['After 9 months', 'on 24 Jan 2027', true],
    ]);
  });

  it('are summed up by the newest one with a mean, without a claim', () => {
    expect(followSentence('First session', looksOf(event))).toBe('First session: 2.9 before, 3.1 at your follow-up.');
    const waiting = looksOf({ ...event, followUps: event.followUps.slice(2) });
    expect(followSentence('First session', waiting)).toContain('come with time');
  });

  it('are marks of the line beside the event itself, within the range', () => {
    const known = {
      id: 'e', name: '', kind: 'treatment' as const, day: '2026-04-24', endsOn: null, followUpOn: null, note: '', deleted: false,
    };
    const range = { from: '2026-04-01', to: '2026-11-24', events: [event] };
    expect(marksOf([known], range).map(({ day, text }) => [day, text])).toEqual([
      ['2026-04-24', 'Treatment'],
      ['2026-10-24', 'Treatment, 6 months later'],
      ['2026-11-20', 'Treatment, your follow-up'],
    ]);
    expect(marksOf([], range)).toEqual([]);
  });
});

describe('the sheet for an appointment', () => {
  const nothing = {
    mood: [], weekdays: [], dayParts: [], factors: [], emotions: [], habits: [], events: [], state: 'ready',
    ratings: { energy: [], anxiety: [], confidence: [], sleep: [] },
  } as unknown as Trends;
  const offered = (trends: Trends, has = { focus: false, totals: false }) => partsFor(trends, has).map(({ part }) => part);

  it('offers no part that would be empty', () => {
    expect(offered(nothing)).toEqual(['events', 'notes']);
    const rated = { ...nothing, ratings: { ...nothing.ratings, sleep: [{ day: '2026-11-03', mean: 3 }] } };
    expect(offered(rated, { focus: true, totals: true })).toEqual(['events', 'ratings', 'insights', 'questionnaires', 'notes']);
  });

  it('has no insights while support comes first', () => {
    expect(offered({ ...nothing, state: 'support' }, { focus: true, totals: false })).not.toContain('insights');
  });
});
