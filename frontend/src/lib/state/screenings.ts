import { blank } from '$lib/db/blank';
import type { Screening } from '$lib/db/model';
import { readCache, writeCache } from '$lib/db/read';
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

const LATER = 'screening-later';

/** Until which day the question on Today was put off on this device; empty when it was not. */
export async function putOffUntil(): Promise<string> {
  const kept = data.connection && (await readCache<string>(data.connection, LATER).catch(() => undefined));
  return kept?.value ?? '';
}

/** Puts the question on Today off until a day. */
export async function putOff(day: string): Promise<void> {
  if (data.connection) await writeCache(data.connection, LATER, day).catch(() => {});
}
