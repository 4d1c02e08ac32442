// Makes the compiled messages small. Paraglide's runtime can read cookies, addresses and storage,
// which this app does elsewhere, and every message repeats how its language is chosen.
const RUNTIME = (locales) => `export const baseLocale = ${JSON.stringify(locales[0])};
export const locales = ${JSON.stringify(locales)};
export const experimentalStaticLocale = undefined;
let current = () => baseLocale;
export const getLocale = () => current();
export const overwriteGetLocale = (get) => void (current = get);
export const isLocale = (tag) => locales.includes(tag);
`;
const ONE_LINE = /const (\w+) = (?:\/\*.*?\*\/ )?\((i?)\) => \{\s*return (?:\/\*.*?\*\/ )?\((`(?:[^`\\]|\\.)*`)\)\s*\};/gs;
// A message whose name is a word of the language is exported in a line of its own.
const CHOICE = /((?:export )?const )(\w+) = \/\*\* @type (?:(?!\*\/).)* \*\/ \(\(inputs(?: = \{\})?, options = \{\}\) => \{(.*?)\}\);/s;
const CASE = /if \(locale === ("[^"]+")\) return (\w+)\(inputs\)/g;
const LAST = /^\s*return (\w+)\(inputs\)/m;

/** A message's module with one expression that chooses among the texts of its languages. */
export function compact(code) {
  const texts = new Map();
  const rest = code.replace(ONE_LINE, (_, name, _input, text) => (texts.set(name, text.replaceAll('${i?.', '${i.')), ''));
  const value = (name) => texts.get(name) ?? `${name}(i)`;
  return rest.replace(CHOICE, (whole, start, name, body) => {
    const cases = [...body.matchAll(CASE)];
    const last = LAST.exec(body);
    if (!last) return whole;
    const chosen = cases.map(([, locale, text]) => `getLocale() === ${locale} ? ${value(text)} : `).join('');
    return `${start}${name} = (i) => ${chosen}${value(last[1])};`;
  });
}

export const compactMessages = () => ({
  name: 'compact-messages',
  enforce: 'pre',
  transform(code, id) {
    if (/paraglide[\\/]runtime\.js$/.test(id)) {
      const found = /export const locales = .*?(\[[^\]]*\])/.exec(code);
      return RUNTIME(JSON.parse(found[1]));
    }
    return /paraglide[\\/]messages[\\/]\w+\.js$/.test(id) ? compact(code) : undefined;
  },
});
