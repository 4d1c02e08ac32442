// Keeps the first visit light: fails a build whose first scripts are too heavy, and leaves every
// text file beside its brotli form, so that the server need not compress.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** Bytes of all scripts, brotli at its best, that are loaded before the first screen. */
export const LIMIT = 35_000;
const LEAST = 512;
const TEXT = /\.(js|css|html|svg|webmanifest|txt)$/;

/** @param {string | Uint8Array} content */
export const brotli = (content) =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });

/**
 * The scripts that the page's own script needs before it runs, itself included.
 * @param {Record<string, { type: string, isEntry?: boolean, imports?: string[], code?: string }>} bundle
 */
export function firstScripts(bundle) {
  const found = new Set(Object.keys(bundle).filter((name) => bundle[name]?.isEntry));
  for (const name of found) for (const needed of bundle[name]?.imports ?? []) found.add(needed);
  return [...found];
}

/** @param {boolean} limited */
export const weight = (limited) => {
  let folder = '';
  return {
    name: 'weight',
    apply: /** @type {const} */ ('build'),
    /** @param {{ build: { outDir: string }, root: string }} config */
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    /** @param {unknown} _options @param {any} bundle */
    generateBundle(_options, bundle) {
      const names = firstScripts(bundle);
      const bytes = names.reduce((sum, name) => sum + brotli(bundle[name].code).length, 0);
      if (names.length) console.log(`first scripts: ${bytes} of at most ${LIMIT} bytes (brotli)`);
      if (limited && bytes > LIMIT) throw new Error(`The first scripts weigh ${bytes} bytes, more than ${LIMIT}.`);
    },
    closeBundle: {
      order: /** @type {const} */ ('post'),
      sequential: true,
      handler() {
        for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
          const content = TEXT.test(name) ? readFileSync(join(folder, name)) : Buffer.alloc(0);
          if (content.length > LEAST) writeFileSync(join(folder, `${name}.br`), brotli(content));
        }
      },
    },
  };
};
