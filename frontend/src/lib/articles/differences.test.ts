import { describe, expect, it } from 'vitest';
import { differences, pieces, type Piece } from './differences';

const after = (found: Piece[]): string =>
  found.filter(({ kind }) => kind !== 'gone').map(({ text }) => text).join('');
const before = (found: Piece[]): string =>
  found.filter(({ kind }) => kind !== 'new').map(({ text }) => text).join('');

describe('the pieces of a text', () => {
  it('name the words that went and came', () => {
    expect(pieces('Ten small trials, all short.', 'Twelve small trials, most of them short.')).toEqual([
      { kind: 'gone', text: 'Ten' },
      { kind: 'new', text: 'Twelve' },
      { kind: 'same', text: ' small trials,' },
      { kind: 'gone', text: ' all' },
      { kind: 'new', text: ' most of them' },
      { kind: 'same', text: ' short.' },
    ]);
  });

  it.each([
    ['', ''],
    ['', 'One\nTwo'],
    ['One\nTwo\n', ''],
    ['a b c d', 'd c b a'],
    ['One\nTwo\nThree', 'One\nThree\nFour '],
    ['word '.repeat(3000), 'other '.repeat(3000)],
  ])('give both texts back: %j', (old, now) => {
    const found = pieces(old, now);
    expect([before(found), after(found)]).toEqual([old, now]);
  });
});

describe('the differences of two versions', () => {
  const say = (_: string, value: unknown): string => (Array.isArray(value) ? value.join('\n') : String(value ?? ''));

  it('leave out what stayed, in the order of the fields', () => {
    const found = differences(
      { title: 'A', keyPoints: ['One'], minutes: 3 },
      { title: 'A', keyPoints: ['One', 'Two'], minutes: 4 },
      ['minutes', 'title', 'keyPoints'],
      say,
    );
    expect(found.map(({ field }) => field)).toEqual(['minutes', 'keyPoints']);
    expect(found[1]?.pieces).toEqual([
      { kind: 'same', text: 'One' },
      { kind: 'new', text: '\nTwo' },
    ]);
  });

  it('show a first version as new, without its empty fields', () => {
    expect(differences(undefined, { title: 'A', summary: '' }, ['title', 'summary'], say)).toEqual([
      { field: 'title', pieces: [{ kind: 'new', text: 'A' }] },
    ]);
  });
});
