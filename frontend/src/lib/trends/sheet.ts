import type { Trends } from '$lib/api/types';
import { m } from '$lib/i18n';
import { rhythmSays } from './rhythm-sentences';

export type SheetPart =
  | 'mood' | 'pixels' | 'events' | 'follow' | 'week' | 'day' | 'factors' | 'feelings' | 'ratings' | 'habits' | 'insights'
  | 'questionnaires' | 'notes';

/** What a sheet can have, in its order; a part that would be empty is not offered. */
export function partsFor(trends: Trends, has: { focus: boolean; totals: boolean }): { part: SheetPart; title: string }[] {
  const rated = Object.values(trends.ratings).some((days) => days.length > 0);
  const all: [SheetPart, () => string, boolean][] = [
    ['mood', m.trends_mood_title, trends.mood.length > 0],
    ['events', m.trends_bring_events, true],
    ['follow', m.trends_follow_title, trends.events.length > 0],
    ['pixels', m.trends_pixels_title, trends.mood.length > 0],
    ['week', m.trends_weekdays_title, rhythmSays(trends.weekdays)],
    ['day', m.trends_parts_title, rhythmSays(trends.dayParts)],
    ['factors', m.trends_factors_title, trends.factors.length > 0],
    ['feelings', m.mood_part_emotions, trends.emotions.length > 0],
    ['ratings', m.trends_ratings_title, rated],
    ['habits', m.trends_habits_title, trends.habits.length > 0],
    ['insights', m.insight_title, has.focus && trends.state !== 'support'],
    ['questionnaires', m.screening_title, has.totals],
    ['notes', m.trends_bring_notes, true],
  ];
  return all.filter(([, , says]) => says).map(([part, title]) => ({ part, title: title() }));
}
