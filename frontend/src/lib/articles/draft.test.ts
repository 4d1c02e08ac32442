import { describe, expect, it } from 'vitest';
import { Failure } from '$lib/api/failure';
import type { AdminArticle } from '$lib/api/types';
import { blankSource, changesOf, draftOf, fieldsOf, gateAfter, gatesOf, pageOf } from './draft';
import { doiUrl, siteOf, webUrl } from '$lib/ui/links';

const article = {
  id: 'a',
  url: 'https://a.example/habits',
  title: 'Habits',
  summary: 'Short.',
  keyPoints: ['One', 'Two'],
  cautions: [],
  evidenceLevel: '',
  evidenceNote: '',
  topic: 'habits',
  gate: 'none',
  minutes: 0,
  publisher: 'A journal',
  reviewedOn: null,
  contentWarnings: ['food', 'weight'],
  sources: [{ title: 'Study', url: 'https://a.example', doi: null, year: 2010, n: 96, kind: 'cohort' }],
} as unknown as AdminArticle;

describe('the draft of an article', () => {
  it('changes nothing when nothing was typed', () => {
    expect(changesOf(article, draftOf(article))).toEqual({});
  });

  it('sends only the fields that differ, lists without empty lines', () => {
    const draft = { ...draftOf(article), keyPoints: 'One\n\n  Two  \nThree\n', contentWarnings: 'food,weight,' };
    expect(changesOf(article, draft)).toEqual({ keyPoints: ['One', 'Two', 'Three'] });
  });

  it('turns typed numbers and empty fields of a source into what the server wants', () => {
    const source = { ...blankSource(), title: ' New ', url: 'https://b.example', year: '2024', kind: 'guideline' };
    const draft = { ...draftOf(article), sources: [source] };
    expect(changesOf(article, draft).sources).toEqual([
      { title: 'New', url: 'https://b.example', doi: null, year: 2024, n: null, kind: 'guideline' },
    ]);
  });

  it('names the gate with every new topic, also when it stays', () => {
    expect(changesOf(article, { ...draftOf(article), topic: 'self_confidence' })).toEqual({
      topic: 'self_confidence',
      gate: 'none',
    });
  });

  it('finds the fields of errors, also inside lists and in another spelling', () => {
    const errors = ['sources[0].doi', 'key_points', 'reviewedOn'].map((field) => ({ field, message: 'no' }));
    const failure = new Failure(422, { type: 'urn:everkeel:invalid', title: '', errors });
    expect(fieldsOf(failure)).toEqual(['sources', 'keyPoints', 'reviewedOn']);
  });
});

it('knows a page by every spelling of its address', () => {
  expect(pageOf('http://www.a.example/page/')).toBe(pageOf('https://A.example/page#part'));
  expect(pageOf('https://a.example/page')).not.toBe(pageOf('https://a.example/page?other'));
});

describe('the gate', () => {
  it('is the topic’s own where it has one', () => {
    expect(gatesOf('psilocybin')).toEqual(['treatments']);
    expect(gateAfter({ topic: 'habits', gate: 'medicines' }, 'psilocybin')).toBe('treatments');
  });

  it('goes with the topic that brought it, and stays where it was chosen', () => {
    expect(gateAfter({ topic: 'psilocybin', gate: 'treatments' }, 'habits')).toBe('none');
    expect(gateAfter({ topic: 'habits', gate: 'medicines' }, 'self_confidence')).toBe('medicines');
  });
});

describe('links', () => {
  it('open web pages and nothing else', () => {
    expect(webUrl('https://www.example.org/a')?.href).toBe('https://www.example.org/a');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', '/local', ''])
      expect(webUrl(bad)).toBeUndefined();
  });

  it('say which site they open', () => {
    expect(siteOf('https://www.example.org/a/b')).toBe('example.org');
    expect(siteOf('javascript:alert(1)')).toBe('');
  });

  it('keep the slash and brackets of an identifier', () => {
    expect(doiUrl('10.1016/S0006-3223(99)00230-9')).toBe('https://doi.org/10.1016/S0006-3223(99)00230-9');
    expect(doiUrl('10.1000/a<b>?c')).toBe('https://doi.org/10.1000/a%3Cb%3E%3Fc');
  });
});
