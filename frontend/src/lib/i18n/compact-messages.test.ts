import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compact } from '../../../scripts/compact-messages.mjs';

const folder = new URL('../../paraglide/messages/', import.meta.url);
const source = (name: string): string => readFileSync(new URL(`${name}.js`, folder), 'utf8');

/** The function that a compacted module exports, for a language. */
function run(name: string, language: string): (inputs?: object) => string {
  const code = compact(source(name)).replace(/^import .*$/gm, '').replace('export const', 'const');
  const registry = { plural: (tag: string, count: number) => new Intl.PluralRules(tag).select(count) };
  const made = new Function('getLocale', 'registry', `${code}; return ${name};`);
  return made(() => language, registry) as (inputs?: object) => string;
}

it('chooses the text of the language and fills it in', () => {
  expect(run('undo', 'en')()).toBe('Undo');
  expect(run('undo', 'de')()).toBe('Rückgängig');
  expect(run('habit_week', 'en')({ done: 3, scheduled: 7 })).toBe('3 of 7 in the last 7 days');
  expect(run('sync_waiting', 'en')({ count: 1, number: '1' })).toBe('1 change waits on this device.');
  expect(run('sync_waiting', 'de')({ count: 2, number: '2' })).toBe('2 Änderungen warten auf diesem Gerät.');
});

it('knows the form in which every message is compiled', () => {
  const messages = readdirSync(folder).filter((file) => /^[a-z]\w*\.js$/.test(file));
  const left = messages.filter((file) => compact(source(file.slice(0, -3))).includes('options = '));
  expect(messages.length).toBeGreaterThan(500);
  expect(left).toEqual([]);
});
