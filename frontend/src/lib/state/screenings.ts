import { blank } from '$lib/db/blank';
import type { Screening } from '$lib/db/model';
import type { Questionnaire } from '$lib/screening/instruments';
import { ofInstrument } from '$lib/screening/totals';
import { uuid7 } from '$lib/sync/uuid7';
import { now } from '$lib/time/now';
import { data } from './data.svelte';
import { today } from './today.svelte';

/** Keeps what a person answered, with the wording that they read; gives its id. */
export function noteScreening({ instrument, version }: Questionnaire, language: string, answers: number[]): string {
  const id = uuid7();
  void data.write('screening', id, { ...blank.screening, instrument, version, language, day: today.day, at: now(), answers });
  return id;
}

/** One questionnaire's, the oldest first; without those whose answers can no longer be read. */
export const screeningsOf = (instrument: string): Screening[] =>
  ofInstrument(data.screenings.values(), instrument).filter(({ answers }) => Array.isArray(answers) && answers.length);
