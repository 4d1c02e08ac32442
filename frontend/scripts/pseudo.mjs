// Writes .pseudo/: the catalogue with a right-to-left pseudo language made from English,
// to see mirrored layouts and untranslated strings. Only `npm run build:pseudo` uses it.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const file = (path) => new URL(path, root);
const json = (path) => JSON.parse(readFileSync(file(path), 'utf8'));
const LOCALE = 'ar-XB';
const RLO = '\u202e';
const POP = '\u202c';

/** Each word is overridden to run from right to left; placeholders stay whole. */
const mirror = (text) =>
  text
    .split(/(\{[^}]*\}|\s+)/)
    .map((part) => (!part || part.startsWith('{') || !part.trim() ? part : RLO + part + POP))
    .join('');
const walk = (value) => {
  if (typeof value === 'string') return mirror(value);
  if (Array.isArray(value)) return value.map(walk);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      forms(key).map((form) => [
        form,
        key === 'declarations' || key === 'selectors' ? inner : walk(inner),
      ]),
    ),
  );
};
/** Arabic has six plural forms: those that English lacks read like its last one. */
const forms = (key) =>
  key.includes('=other')
    ? ['zero', 'two', 'few', 'many', 'other'].map((form) => key.replace('=other', `=${form}`))
    : [key];

rmSync(file('.pseudo'), { recursive: true, force: true });
mkdirSync(file('.pseudo/project.inlang'), { recursive: true });
cpSync(file('messages'), file('.pseudo/messages'), { recursive: true });
const settings = json('project.inlang/settings.json');
settings.modules = settings.modules.map((path) => path.replace('./', '../'));
settings.locales.push(LOCALE);
settings['plugin.inlang.messageFormat'].pathPattern = './messages/{locale}.json';
writeFileSync(file('.pseudo/project.inlang/settings.json'), JSON.stringify(settings, null, 2));
const { $schema, ...messages } = json('messages/en.json');
writeFileSync(
  file(`.pseudo/messages/${LOCALE}.json`),
  JSON.stringify({ $schema, ...walk(messages) }, null, 2),
);
