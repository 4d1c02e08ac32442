import {
  baseLocale,
  isLocale,
  locales,
  overwriteGetLocale,
  type Locale,
} from '../../paraglide/runtime';

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur']);

/** The first of the wanted languages that the app has, else English. */
export function pick(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    if (isLocale(tag)) return tag;
    const language = tag.split('-')[0];
    const close = locales.find((locale) => locale.split('-')[0] === language);
    if (close) return close;
  }
  return baseLocale;
}

export const direction = (locale: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';

/** The pseudo language, where this build has one, always wins: that build is for looking at it. */
const pseudo = (locales as readonly string[]).find((locale) => locale.endsWith('-XB'));

class LocaleState {
  current = $state<Locale>(pick(pseudo ? [pseudo] : navigator.languages));

  /** Shows the app in this language; an unknown one changes nothing. */
  use(language: string): void {
    if (pseudo || !isLocale(language)) return;
    this.current = language;
  }
}

export const locale = new LocaleState();
overwriteGetLocale(() => locale.current);
