import gad7 from '../../../../backend/checkins/instruments/gad7.json';
import phq8 from '../../../../backend/checkins/instruments/phq8.json';
import type { Instrument } from '$lib/db/model';

/** The published wording in one language. */
export interface Wording {
  stem: string;
  items: string[];
  /** For 0, 1, 2 and 3. */
  answers: string[];
  /** Where it was published. */
  source: string;
}

/** A questionnaire as it was published. */
export interface Questionnaire {
  instrument: Instrument;
  name: string;
  version: string;
  items: number;
  /** The largest total. */
  highest: number;
  /** A smaller change of the total is the usual wobble. */
  reliableChange: number;
  /** What its holder says of copies, and where. */
  licence: { text: string; terms: string };
  texts: Record<string, Wording>;
}

/** In the order in which they are offered. */
export const questionnaires: readonly Questionnaire[] = [phq8 as Questionnaire, gad7 as Questionnaire];

export const questionnaireOf = (instrument: string): Questionnaire | undefined =>
  questionnaires.find((one) => one.instrument === instrument);

/** Its wording in a language, else in English, and which of them it is. */
export function wordingIn({ texts }: Questionnaire, language: string): { language: string; wording: Wording } {
  const own = Object.hasOwn(texts, language) ? texts[language] : undefined;
  return own ? { language, wording: own } : { language: 'en', wording: texts['en'] as Wording };
}
