import { m } from '$lib/i18n';
import type { MoodPart } from '$lib/db/model';
import type { Scale } from './parts';

const titles: Record<MoodPart, () => string> = {
  emotions: m.mood_part_emotions,
  energy: m.mood_part_energy,
  anxiety: m.mood_part_anxiety,
  confidence: m.mood_part_confidence,
  sleep: m.mood_part_sleep,
  factors: m.mood_part_factors,
  note: m.mood_part_note,
};

/** What a part of a check-in is called. */
export const partTitle = (part: MoodPart): string => titles[part]();

/** The words at the ends of a row from 1 to 5. */
export const scaleEnds: Record<Scale, { low: () => string; high: () => string }> = {
  energy: { low: m.mood_energy_low, high: m.mood_energy_high },
  anxiety: { low: m.mood_anxiety_low, high: m.mood_anxiety_high },
  confidence: { low: m.mood_confidence_low, high: m.mood_confidence_high },
  sleep: { low: m.mood_sleep_low, high: m.mood_sleep_high },
};
