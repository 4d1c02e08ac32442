import { beforeAll, describe, expect, it, vi } from 'vitest';

type Module = typeof import('./why');
let why: Module;
let useLanguage: (language: string) => void;

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  why = await import('./why');
  const { locale } = await import('$lib/i18n');
  useLanguage = (language) => locale.use(language);
  useLanguage('en');
});

/** The stable reason codes of what can be suggested. */
const codes = [
  'safety.medicine', 'explicit.search', 'insight.supported', 'habit.adherence_down', 'habit.adherence_low',
  'habit.new', 'habit.maintain', 'trend.anxiety_up', 'trend.mood_low', 'trend.mood_variability',
  'trend.mood_or_tags', 'trend.confidence_low', 'tags.coffee', 'starter', 'maintain', 'next_best',
  'nothing_new', 'support.first',
];

describe('the numbers behind a suggestion', () => {
  it('are named, in a fixed order, and written as people write them', () => {
    const numbers = { anxiety_mean_before: 2.4, anxiety_mean_14d: 3.9, tag_energy_drink_14d: 3, habit_adherence_14d: 0.42, effect: -0.42, medicine_changed_30d: 0 };
    expect(why.linesOf(numbers).map(({ value }) => value)).toEqual(['3', '3.9', '2.4', '42%', '-0.4', 'no']);
    expect(why.linesOf(numbers)[0]?.label).toBe('“energy drink” noted in 14 days');
    expect(why.linesOf(numbers)[1]?.label).toBe('Anxiety, mean of 14 days (5 is most)');
  });

  it('leave out what has no name here', () => {
    expect(why.linesOf({ search_position: 1, constructor: 2 } as Record<string, number>)).toEqual([]);
  });

  it.each(codes)('%s has its rule in both languages, without blame or claim', (code) => {
    for (const language of ['en', 'de']) {
      useLanguage(language);
      expect(why.ruleOf(code)).toMatch(/\.$/);
      expect(why.ruleOf(code)).not.toMatch(/!|should|solltest|cause|improve|prove|failed|versagt/);
    }
    useLanguage('en');
  });

  it('say nothing of a rule that is not known', () => {
    expect(why.ruleOf('trend.of_tomorrow')).toBeUndefined();
  });
});

it('knows which reasons speak of how the person felt', () => {
  expect(codes.filter(why.isFelt)).toEqual([
    'insight.supported', 'trend.anxiety_up', 'trend.mood_low', 'trend.mood_variability', 'trend.mood_or_tags',
    'trend.confidence_low', 'tags.coffee',
  ]);
});
