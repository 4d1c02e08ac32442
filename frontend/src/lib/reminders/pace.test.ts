import { beforeAll, describe, expect, it, vi } from 'vitest';

let useLanguage: (language: string) => void;
let paceText: typeof import('./pace').paceText;

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  const { locale } = await import('$lib/i18n/locale.svelte');
  useLanguage = (language) => locale.use(language);
  ({ paceText } = await import('./pace'));
});

describe.each(['en', 'de'])('the pace of a reminder in %s', (language) => {
  it('is worth a word from the third unanswered one on, and changes at the seventh', () => {
    useLanguage(language);
    const text = (ignored: number): string => paceText({ ignored, stopped: false });
    expect([text(0), text(2)]).toEqual(['', '']);
    expect(text(3)).not.toBe('');
    expect(text(6)).toBe(text(3));
    expect(text(7)).not.toBe(text(6));
    expect(paceText({ ignored: 14, stopped: true })).toContain('14');
  });
});
