import { ask, client } from '$lib/api/client';
import type { HabitNumbers, History } from '$lib/api/types';
import { addDays } from '$lib/time/day';
import { Cached } from './cached.svelte';
import { today } from './today.svelte';

/** How many days the year views show. */
export const YEAR_DAYS = 365;
export const yearAgo = (): string => addDays(today.day, 1 - YEAR_DAYS);

/** The last year's days and strengths as the server counts them, of one habit or of all and the mood. */
export const yearOf = (habitId?: string): Cached<History> =>
  new Cached(`history-${habitId ?? 'all'}`, () =>
    ask(
      client.GET('/api/history', {
        params: { query: { from: yearAgo(), to: today.day, ...(habitId ? { habit: habitId } : {}) } },
      }),
    ),
  );

/** Strength, fraction and streak of every habit. */
export const numbersOfAll = (): Cached<HabitNumbers[]> =>
  new Cached('habit-numbers', () => ask(client.GET('/api/habits/numbers')));
