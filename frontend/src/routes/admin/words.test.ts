import { beforeAll, describe, expect, it, vi } from 'vitest';

let versions: typeof import('./version-words');
let log: typeof import('./log-words');
let words: typeof import('./words');

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  vi.stubGlobal('navigator', { languages: ['en-GB'] });
  [versions, log, words] = await Promise.all([import('./version-words'), import('./log-words'), import('./words')]);
});

describe('a version', () => {
  it('writes each field as a person reads it', () => {
    const source = { title: 'A study', url: 'https://a.example', doi: '10.1000/1', year: 2010, n: 96, kind: 'cohort' };
    expect(versions.valueText('sources', [source])).toBe('A study · 2010 · Cohort study · 96 · 10.1000/1');
    expect(versions.valueText('keyPoints', ['One', 'Two'])).toBe('One\nTwo');
    expect(versions.valueText('reviewedOn', '2026-11-24')).toBe('24 November 2026');
    expect(versions.valueText('topic', 'habits')).toBe('Habits');
    for (const [field, empty] of [['reviewedOn', null], ['minutes', 0], ['evidenceLevel', ''], ['sources', []]] as const)
      expect(versions.valueText(field, empty)).toBe('');
  });
});

describe('the log', () => {
  it('names the act and what it changed, and leaves out what the line says already', () => {
    expect(log.actionWord('article.published')).toBe('Published');
    expect(log.actionWord('link.checked')).toBe('Link looked at');
    const detail = { title: 'Habits', slug: 'habits', changed: ['status', 'keyPoints'], note: 'Shorter now.' };
    expect(log.detailText(detail)).toBe('Key points · “Shorter now.”');
  });

  it('keeps what it has no word for', () => {
    expect(log.actionWord('article.moved')).toBe('moved');
    expect(log.detailText({ lines: 2 })).toBe('lines: 2');
    expect(log.actionWord('articles.imported')).toBe('Imported');
  });
});

it('says why an article of a file was not taken', () => {
  expect(words.refusalText('invalid', 'topic')).toContain('topic');
  expect(words.refusalText('something else', null)).toBe('something else');
});
