import file from '../../../../backend/safety/lines.json';

/** A crisis line, checked against a public page on `verifiedOn`. */
export interface CrisisLine {
  name: string;
  phone: string;
  url: string;
  sourceUrl: string;
  verifiedOn: string;
  note?: Record<string, string>;
}

export interface CrisisLines {
  countries: Record<string, { emergency: string; lines: CrisisLine[] }>;
  fallback: { emergency: string; url: string };
}

export interface Help {
  emergency: string;
  /** False where the number is only the one that works in many countries. */
  known: boolean;
  lines: CrisisLine[];
  /** A directory of lines in other countries. */
  directory: string;
}

const all: CrisisLines = file;
const TRUSTED_MS = 180 * 86_400_000;

/** Whether a line was checked within the last 180 days; a date that cannot be read counts as old. */
export const isTrusted = (line: CrisisLine, now: number): boolean =>
  now - Date.parse(`${line.verifiedOn}T00:00:00Z`) <= TRUSTED_MS;

/** Numbers for a country at an instant: old lines are left out, the emergency number always stands. */
export function helpFor(country: string, now: number, { countries, fallback }: CrisisLines = all): Help {
  const found = Object.hasOwn(countries, country) ? countries[country] : undefined;
  return {
    emergency: found?.emergency ?? fallback.emergency,
    known: !!found,
    lines: (found?.lines ?? []).filter((line) => isTrusted(line, now)),
    directory: fallback.url,
  };
}

/** An address that a phone can call. */
export const telOf = (phone: string): string => `tel:${phone.replace(/[^\d+*#]/g, '')}`;
