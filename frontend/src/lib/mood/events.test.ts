import { describe, expect, it } from 'vitest';
import { lastFollowUp, problems, timeline, type Dated } from './events';
import { addMonths, daysUntil } from './months';
import { touches } from './touches';

const TODAY = '2026-11-24';
const event = (id: string, day: string, more: Partial<Dated> = {}): Dated => ({
  id,
  day,
  endsOn: null,
  followUpOn: null,
  ...more,
});

describe('months', () => {
  it('keep the day, or end with a shorter month', () => {
    expect(addMonths('2026-11-24', 6)).toBe('2027-05-24');
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2027-08-31', 6)).toBe('2028-02-29');
    expect(addMonths('2028-02-29', 12)).toBe('2029-02-28');
  });

  it('are counted in days', () => {
    expect(daysUntil(TODAY, '2026-12-06')).toBe(12);
    expect(daysUntil(TODAY, '2026-11-23')).toBe(-1);
  });
});

describe('the dates of an event', () => {
  it('may lie back to 1900 and a year ahead', () => {
    expect(problems(event('a', '1900-01-01'), TODAY)).toEqual([]);
    expect(problems(event('a', '2027-11-25'), TODAY)).toEqual([]);
    expect(problems(event('a', '1899-12-31'), TODAY)).toEqual(['day']);
    expect(problems(event('a', '2027-11-26'), TODAY)).toEqual(['day']);
    expect(problems(event('a', '', { followUpOn: TODAY }), TODAY)).toEqual(['day']);
  });

  it('end on the day or later', () => {
    expect(problems(event('a', TODAY, { endsOn: TODAY }), TODAY)).toEqual([]);
    expect(problems(event('a', TODAY, { endsOn: '2026-11-23' }), TODAY)).toEqual(['endsOn']);
  });

  it('are followed up after the day, within twelve months', () => {
    expect(problems(event('a', TODAY, { followUpOn: lastFollowUp(TODAY) }), TODAY)).toEqual([]);
    expect(problems(event('a', TODAY, { followUpOn: '2027-11-25' }), TODAY)).toEqual(['followUpOn']);
    expect(problems(event('a', TODAY, { followUpOn: TODAY }), TODAY)).toEqual(['followUpOn']);
  });
});

it('an event touches each of its days and the day of its follow-up', () => {
  const holiday = event('a', '2026-11-20', { endsOn: '2026-11-26', followUpOn: '2027-01-01' });
  expect(['2026-11-19', '2026-11-20', TODAY, '2026-11-26', '2026-11-27', '2027-01-01'].map((day) => touches(holiday, day))).toEqual([
    false, true, true, true, false, true,
  ]);
  expect(touches(event('b', '2026-11-23'), TODAY)).toBe(false);
});

it('the list has the next follow-up first, then what is ahead, then the past, newest first', () => {
  const found = timeline(
    [
      event('old', '2026-01-02'),
      event('new', '2026-11-24'),
      event('soon', '2026-12-01'),
      event('late', '2027-03-01'),
      event('pill', '2026-06-01', { followUpOn: '2026-12-01' }),
      event('talk', '2026-06-02', { followUpOn: '2026-11-24' }),
      event('over', '2026-02-01', { followUpOn: '2026-08-01' }),
    ],
    TODAY,
  );
  expect(found.followUps.map(({ id }) => id)).toEqual(['talk', 'pill']);
  expect(found.ahead.map(({ id }) => id)).toEqual(['soon', 'late']);
  expect(found.past.map(({ id }) => id)).toEqual(['new', 'talk', 'pill', 'over', 'old']);
});
