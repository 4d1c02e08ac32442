import { m } from '$lib/i18n';

export interface Suggested {
  icon: string;
  name: () => string;
}

/** Factors to start with, by group; each becomes the person's own with one tap. */
export const suggestions: { group: () => string; items: Suggested[] }[] = [
  {
    group: m.factor_group_sleep,
    items: [
      { icon: '😴', name: m.factor_slept_well },
      { icon: '🌙', name: m.factor_late_to_bed },
      { icon: '⏰', name: m.factor_woke_often },
    ],
  },
  {
    group: m.factor_group_food,
    items: [
      { icon: '🥗', name: m.factor_regular_meals },
      { icon: '☕', name: m.factor_coffee },
      { icon: '🍷', name: m.factor_alcohol },
    ],
  },
  {
    group: m.factor_group_movement,
    items: [
      { icon: '🚶', name: m.factor_walk },
      { icon: '🏃', name: m.factor_sport },
      { icon: '🪑', name: m.factor_sat_long },
    ],
  },
  {
    group: m.factor_group_people,
    items: [
      { icon: '🤝', name: m.factor_friends },
      { icon: '🏡', name: m.factor_family },
      { icon: '🍃', name: m.factor_time_alone },
    ],
  },
  {
    group: m.factor_group_work,
    items: [
      { icon: '💼', name: m.factor_full_day },
      { icon: '🌱', name: m.factor_got_done },
      { icon: '🌊', name: m.factor_conflict },
    ],
  },
  {
    group: m.factor_group_screens,
    items: [
      { icon: '📱', name: m.factor_scrolling },
      { icon: '📰', name: m.factor_news },
      { icon: '🕯️', name: m.factor_screen_free },
    ],
  },
  {
    group: m.factor_group_medicine,
    items: [
      { icon: '💊', name: m.factor_medicine_taken },
      { icon: '🩹', name: m.factor_pain },
      { icon: '🩸', name: m.factor_period },
    ],
  },
  {
    group: m.factor_group_weather,
    items: [
      { icon: '☀️', name: m.factor_sun },
      { icon: '🌧️', name: m.factor_grey },
      { icon: '🥵', name: m.factor_heat },
    ],
  },
];
