import { describe, expect, it } from 'vitest';
import { bandPath, dotsPath, linePath, runs, sharePath } from './line-path';
import { flags, marksWithin, stretches, type Mark } from './marks';
import { pixelMonths, pixelWeeks, usualLevel } from './pixel-grid';
import { daysBetween, nearestLevel, xOf, yOf, type Frame } from './scale';

const frame: Frame = { from: '2026-11-01', to: '2026-11-10', width: 100, height: 50 };
const day = (number: number): string => `2026-11-${String(number).padStart(2, '0')}`;
const point = (number: number, mean: number) => ({ day: day(number), mean });

describe('scale', () => {
  it('counts days across a change of clocks and a leap day', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2026-11-10', '2026-11-01')).toBe(-9);
  });

  it('puts days in the middle of equal columns', () => {
    expect(xOf(frame, day(1))).toBe(5);
    expect(xOf(frame, day(10))).toBe(95);
  });

  it('puts the best mood on top and each level in the middle of its row', () => {
    expect([5, 4, 3, 2, 1].map((level) => yOf(frame, level))).toEqual([5, 15, 25, 35, 45]);
  });

  it('rounds means to a level and never leaves 1 to 5', () => {
    expect([0.2, 1.49, 2.5, 4.6, 7].map(nearestLevel)).toEqual([1, 1, 3, 5, 5]);
  });
});

describe('the line', () => {
  it('stops where a day is missing and starts again after it', () => {
    const path = linePath(frame, [point(1, 3), point(2, 4), point(4, 5), point(5, 1)]);
    expect(path).toBe('M5 25L15 15M35 5L45 45');
  });

  it('draws a lonely day as a dot', () => {
    expect(linePath(frame, [point(1, 3), point(5, 2)])).toBe('M5 25h0M45 35h0');
  });

  it('draws nothing without points, and leaves out days beside the range', () => {
    expect(linePath(frame, [])).toBe('');
    expect(dotsPath(frame, [{ day: '2026-10-31', mean: 3 }, point(3, 3.5), { day: '2026-11-11', mean: 3 }])).toBe(
      'M25 20h0',
    );
  });

  it('keeps a run over the end of a month together', () => {
    const points = ['2026-10-31', '2026-11-01', '2026-11-03'].map((found) => ({ day: found, mean: 3 }));
    expect(runs(points).map((run) => run.length)).toEqual([2, 1]);
  });
});

describe('the band', () => {
  const spread = (number: number, low: number, high: number) => ({ day: day(number), low, high });

  it('goes along the highest days and back along the lowest', () => {
    expect(bandPath(frame, [spread(1, 2, 4), spread(2, 3, 5)])).toBe('M5 15L15 5L15 25L5 35Z');
  });

  it('has a part for each run, and none for a lonely day', () => {
    const path = bandPath(frame, [spread(1, 2, 4), spread(2, 2, 4), spread(5, 1, 5), spread(8, 3, 3), spread(9, 3, 3)]);
    expect(path.match(/M/g)).toHaveLength(2);
  });
});

describe('shares', () => {
  it('are a line from the bottom at 0 to the top at 1', () => {
    expect(sharePath(frame, [{ day: day(1), value: 0 }, { day: day(2), value: 0.5 }, { day: day(10), value: 1 }])).toBe(
      'M5 50L15 25L95 0',
    );
  });

  it('of weeks are one line although days lie between them', () => {
    expect(runs([point(1, 3), point(8, 3)], 7)).toHaveLength(1);
    expect(runs([point(1, 3), point(9, 3)], 7)).toHaveLength(2);
  });
});

describe('marks', () => {
  const mark = (key: string, number: number, more: Partial<Mark> = {}): Mark => ({
    key, day: day(number), icon: key, text: key, ...more,
  });
  const wide: Frame = { ...frame, from: '2026-11-01', to: '2027-02-08' };

  it('are those of the range, with what lasts into it, the oldest first', () => {
    const before = { ...mark('holiday', 1), day: '2026-10-20', endsOn: day(2) };
    const all = [mark('b', 5), { ...mark('gone', 1), day: '2026-10-20' }, mark('a', 3), before, mark('late', 11)];
    expect(marksWithin(all, frame.from, frame.to).map(({ key }) => key)).toEqual(['holiday', 'a', 'b']);
  });

  it('that would cover each other share a flag', () => {
    expect(flags(wide, [mark('a', 1), mark('b', 4), mark('c', 20)])).toEqual([
      { key: 'a', at: 0.5, icon: 'a', count: 2 },
      { key: 'c', at: 19.5, icon: 'c', count: 1 },
    ]);
  });

  it('that last are stretches of whole days, cut at the edges of the range', () => {
    expect(stretches(frame, [mark('a', 2, { endsOn: day(3) }), mark('one day', 5, { endsOn: day(5) })])).toEqual([
      { key: 'a', at: 10, width: 20 },
    ]);
    const over = { ...mark('b', 1), day: '2026-10-20', endsOn: '2026-12-24' };
    expect(stretches(frame, [over])).toEqual([{ key: 'b', at: 0, width: 100 }]);
  });
});

describe('the months of pixels', () => {
  const months = pixelMonths('2026-10-30', '2026-11-10', [point(2, 4.4), point(3, 1)], 0);

  it('has one calendar for each month of the range', () => {
    expect(months.map(({ month, pixels, logged }) => [month, pixels.length, logged])).toEqual([
      ['2026-10', 2, 0],
      ['2026-11', 10, 2],
    ]);
  });

  it('puts a day under its weekday and in its week', () => {
    // 1 November 2026 is a Sunday.
    const [first, second] = months[1]!.pixels;
    expect(first).toMatchObject({ column: 6, row: 0, level: undefined });
    expect(second).toMatchObject({ column: 0, row: 1, level: 4 });
    expect(pixelMonths(day(1), day(2), [], 6)[0]!.pixels.map(({ column, row }) => [column, row])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it('has room for every row, six where a month needs them', () => {
    expect(pixelMonths('2026-08-01', '2026-08-31', [], 0)[0]!.rows).toBe(6);
    expect(pixelMonths('2027-02-01', '2027-02-28', [], 0)[0]!.rows).toBe(4);
  });

  it('leaves out the weeks before the range begins', () => {
    const [month] = pixelMonths('2026-11-20', '2026-11-24', [], 0);
    expect(month!.rows).toBe(2);
    expect(month!.pixels[0]).toMatchObject({ column: 4, row: 0 });
  });

  it('covers a whole year without a day lost or doubled', () => {
    const days = pixelMonths('2025-11-25', '2026-11-24', [], 0).flatMap((month) => month.pixels);
    expect(new Set(days.map((pixel) => pixel.day)).size).toBe(365);
    expect(days).toHaveLength(365);
  });

  it('tells days outside the range from days without a check-in in the table', () => {
    const weeks = pixelWeeks(day(1), day(10), [point(2, 5)], 0);
    expect(weeks.map((week) => week.start)).toEqual(['2026-10-26', '2026-11-02', '2026-11-09']);
    expect(weeks[0]!.levels).toEqual([null, null, null, null, null, null, undefined]);
    expect(weeks[1]!.levels[0]).toBe(5);
    expect(weeks[2]!.levels).toEqual([undefined, undefined, null, null, null, null, null]);
  });

  it('names the most frequent level, the better one of two', () => {
    expect(usualLevel([point(1, 2), point(2, 4), point(3, 4.2), point(4, 2.1)])).toEqual({ level: 4, days: 2 });
    expect(usualLevel([])).toBeUndefined();
  });
});
