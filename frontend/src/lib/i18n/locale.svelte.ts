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

const KEY = 'everkeel.language';

/** The language of the last person on this device, so that the first frame already has it. */
const last = (): string[] => [localStorage.getItem(KEY) ?? ''].filter(Boolean);

class LocaleState {
  current = $state<Locale>(pick(pseudo ? [pseudo] : [...last(), ...navigator.languages]));

  /** Shows the app in this language; an unknown one changes nothing. */
  use(language: string): void {
    if (pseudo || !isLocale(language)) return;
    this.current = language;
    localStorage.setItem(KEY, language);
  }
}

export const locale = new LocaleState();
overwriteGetLocale(() => locale.current);
