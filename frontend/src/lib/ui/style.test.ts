import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const files = globSync('src/**/*.{svelte,css}');
const sides = '(?:left|right|top|bottom)';
const physical = [
  new RegExp(`[\\s;{](?:margin|padding|border)-${sides}(?:-\\w+)?\\s*:`),
  new RegExp(`[\\s;{]${sides}\\s*:`),
  new RegExp(`border-(?:top|bottom)-(?:left|right)-radius`),
  /[\s;{](?:min-|max-)?(?:width|height)\s*:/,
  /text-align\s*:\s*(?:left|right)/,
  /float\s*:\s*(?:left|right)/,
  // Four values go round clockwise, whatever the direction of reading.
  /[\s;{](?:margin|padding|inset)\s*: *(?:[^\s;]+ +){3}[^\s;]+;/,
];
const styles = (file: string): string => {
  const text = readFileSync(file, 'utf8');
  const css = file.endsWith('.css') ? text : (text.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? '');
  return css.replace(/@media[^{]*/g, '').replace(/\([^()]*\)/g, '()');
};

it('finds the files', () => {
  expect(files.length).toBeGreaterThan(30);
});

it.each(files)('%s is laid out by the direction of reading', (file) => {
  const css = styles(file);
  for (const pattern of physical) expect(css).not.toMatch(pattern);
});

it.each(files)('%s has neither inline styles nor raw HTML, which the CSP forbids', (file) => {
  const text = readFileSync(file, 'utf8');
  expect(text).not.toMatch(/\sstyle="/);
  expect(text).not.toContain('{@html');
});
