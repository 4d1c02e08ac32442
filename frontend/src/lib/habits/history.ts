import type { HabitHistory } from '$lib/api/types';
import { addDays } from '$lib/time/day';
import type { DayState } from './state';

/** What is derived from other days; there the server's word counts. */
const DERIVED = new Set<DayState>(['covered', 'free', 'missed', 'open', 'before']);

/** A day as it is shown: what is written on the device at once, the rest as the server counts it. */
export const shownState = (local: DayState, server: DayState | undefined): DayState =>
  server && DERIVED.has(local) && DERIVED.has(server) ? server : local;

/** The server's states by day. */
export const statesByDay = (from: string, history: HabitHistory | undefined): Map<string, DayState> =>
  new Map(history?.states.map((state, index) => [addDays(from, index), state as DayState]));

/** How often each state comes. */
export function countStates(states: Iterable<DayState>): Record<DayState, number> {
  const counts = {
    done: 0, partial: 0, missed: 0, slipped: 0, skipped: 0, paused: 0, covered: 0, free: 0, open: 0, before: 0,
  };
  for (const state of states) counts[state] += 1;
  return counts;
}

/** The part of a strength curve that has something to show: from the first day above 0 on. */
export function curve(from: string, strength: number[]): { from: string; values: number[] } {
  const first = Math.max(0, strength.findIndex((value) => value > 0) - 1);
  return { from: addDays(from, first), values: strength.some((value) => value > 0) ? strength.slice(first) : [] };
}

/** An SVG path of values from 0 to 1 in a box. */
export const curvePath = (values: number[], width: number, height: number): string =>
  values
    .map((value, index) => {
      const x = values.length > 1 ? (index / (values.length - 1)) * width : width;
      return `${index ? 'L' : 'M'}${Math.round(x * 10) / 10} ${Math.round((1 - value) * height * 10) / 10}`;
    })
    .join('');

/** Done of planned habits on each day, from all habits' states; null where nothing was planned. */
export function sharePerDay(habits: HabitHistory[], days: number): (number | null)[] {
  return Array.from({ length: days }, (_, index) => {
    const states = habits.map(({ states: all }) => all[index]);
    const done = states.filter((state) => state === 'done').length;
    const planned = done + states.filter((state) => ['partial', 'missed', 'slipped'].includes(state ?? '')).length;
    return planned ? done / planned : null;
  });
}
