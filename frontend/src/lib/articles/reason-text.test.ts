import { beforeAll, describe, expect, it, vi } from 'vitest';

type Module = typeof import('./reason-text');
let reasonText: Module['reasonText'];
let useLanguage: (language: string) => void;

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  ({ reasonText } = await import('./reason-text'));
  const { locale } = await import('$lib/i18n');
  useLanguage = (language) => locale.use(language);
});

const anxiety = { anxiety_mean_14d: 3.9, anxiety_mean_before: 2.4 };
const mood = { mood_mean_14d: 2.1, mood_mean_before: 3 };
const adherence = { habit_adherence_14d: 0.4, habit_adherence_before: 0.75 };

/** Every reason code with the numbers that the server sends, and what both languages must say. */
const cases: [code: string, numbers: Record<string, number>, english: string, german: string][] = [
  ['trend.anxiety_up', anxiety, 'Your anxiety averaged 3.9 over 14 days (2.4 before).', '3,9 (davor 2,4)'],
  ['trend.anxiety_up', { anxiety_mean_14d: 4 }, 'Your anxiety averaged 4.0 of 5', '4,0 von 5'],
  ['trend.mood_low', mood, 'Your mood averaged 2.1 over 14 days (3.0 before).', '2,1 (davor 3,0)'],
  ['trend.mood_variability', { mood_sd_14d: 1.34 }, '1.3 points', '1,3 Punkte'],
  ['trend.confidence_low', { confidence_mean_14d: 2.2 }, 'confidence averaged 2.2', 'Zuversicht'],
  ['trend.mood_or_tags', { ...mood, tag_stress_14d: 4 }, '(3.0 before). You noted “stress” 4 times', '„stress“ in 14 Tagen 4-mal'],
  ['tags.energy_drink', { tag_energy_drink_14d: 3 }, '“energy drink” 3 times', '„energy drink“ in 14 Tagen 3-mal'],
  ['habit.adherence_down', adherence, '40% of what was planned (75% before)', '40 % des Geplanten getan (davor 75 %)'],
  ['habit.adherence_low', { habit_adherence_14d: 0.4 }, '40% of what was planned', '40 % des Geplanten'],
  ['habit.new', { newest_habit_age_days: 1 }, '1 day old', '1 Tag alt'],
  ['habit.new', { newest_habit_age_days: 12 }, '12 days old', '12 Tage alt'],
  ['habit.maintain', { days_logged: 60, habit_adherence_14d: 0.9 }, '90% done', '90 % getan'],
  ['maintain', { days_logged: 60, mood_mean_14d: 3.6 }, 'your 60 days', 'deinen 60 Tagen'],
  ['starter', { days_logged: 6, days_needed: 14 }, 'from 14 days of check-ins; you have 6', 'ab 14 Tagen mit Einträgen; du hast 6'],
  ['next_best', anxiety, 'stands out now. Your anxiety averaged 3.9', 'auffällt. Deine Angst'],
  ['next_best', {}, 'It goes well with what stands out now.', 'Es passt zu dem, was gerade auffällt.'],
  ['next_best', { opt_in_treatment_topics: 1, mood_mean_14d: 3 }, 'You chose', 'Du hast in deinem Profil'],
  ['next_best', { interest: 1 }, 'You chose to read about this', 'über dieses Thema'],
  ['nothing_new', anxiety, 'You have read everything', 'Du hast alles gelesen'],
  ['support.first', { crisis_button_7d: 1 }, 'in the last 7 days', 'in den letzten 7 Tagen'],
  ['safety.medicine', { serotonergic_medicines: 2, medicine_changed_30d: 0 }, '2 medicines that act', '2 Medikamente notiert'],
  ['safety.medicine', { serotonergic_medicines: 1, medicine_changed_30d: 1 }, '1 medicine that acts', 'Änderung in den letzten 30 Tagen'],
  ['explicit.search', { search_position: 1 }, 'You searched for it.', 'Du hast danach gesucht.'],
  ['insight.supported', { effect: -0.42, lag_days: 0 }, '0.4 points on the same day', 'am selben Tag'],
  ['insight.supported', { effect: 0.31, lag_days: 1 }, '0.3 points on the day after', 'am Tag danach'],
  ['crisis', {}, 'People who can help', 'Menschen, die helfen'],
  ['gate.age', {}, 'adults only', 'nur für Erwachsene'],
  ['gate.red_flag', {}, 'your profile', 'im Profil'],
];

describe('the reason of a suggestion', () => {
  it.each(cases)('says %s with %o in both languages', (code, numbers, english, german) => {
    useLanguage('en');
    expect(reasonText(code, numbers)).toContain(english);
    useLanguage('de');
    expect(reasonText(code, numbers).replaceAll('\u00a0', ' ')).toContain(german);
  });

  it('says something true for a code or numbers it does not know', () => {
    useLanguage('en');
    expect(reasonText('trend.something_new', { x: 1 })).toBe('It fits what you noted lately.');
    expect(reasonText('trend.anxiety_up', {})).toBe('It fits what you noted lately.');
    expect(reasonText('constructor', {})).toBe('It fits what you noted lately.');
  });

  it('never names a cause, blames or shouts', () => {
    for (const language of ['en', 'de']) {
      useLanguage(language);
      for (const [code, numbers] of cases)
        expect(reasonText(code, numbers)).not.toMatch(/!|should|solltest|because of you|failed|versagt|improves|proves/);
    }
  });
});
