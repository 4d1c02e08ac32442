import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { manifest } from './manifest.ts';
import { compactMessages } from './scripts/compact-messages.mjs';
import { paraglide } from './scripts/paraglide.mjs';
import { weight } from './scripts/weight.mjs';

/**
 * Imports views without Vite's helper, which would load their parts ahead: it names every file in
 * the first script, and from the second visit on the service worker has them all.
 */
const plainImports = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id: string) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : undefined,
} as const;

/** Asks the server, once the first screen stands. */
const LATER = /rolldown.runtime|src.lib.(api.(client|failure)|sync.(run|flush)|db.settle|state.(later|updates|arrive|checked-in|push|reminders|cached)|habits.swipe|views|push.(badge|due|page|subscription|news|label|support))\b/;

const lib = fileURLToPath(new URL('./src/lib', import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [
    plainImports,
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    paraglideVitePlugin(paraglide(mode === 'pseudo')),
    compactMessages(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: null,
      manifest,
      injectManifest: {
        rollupFormat: 'iife',
        // Icons other than the shell's own are fetched by the system when it installs the app.
        globPatterns: ['**/*.{js,css,html}', 'icon.svg', 'icon-192.png', 'badge.png'],
      },
    }),
    weight(mode !== 'pseudo'),
  ],
  resolve: { alias: { $lib: lib } },
  build: {
    outDir: mode === 'pseudo' ? 'dist-pseudo' : 'dist',
    target: ['chrome115', 'firefox128', 'safari16.4'],
    assetsInlineLimit: 0,
    // All styles together are smaller than the requests that separate ones would take.
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) =>
          `assets/${name.startsWith('shared~') ? 'shared' : '[name]'}-[hash].js`,
        // Everything that the first screen needs in one file, what each start needs next in
        // another, what some views share in a few others.
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'], priority: 3 },
            { name: 'later', test: LATER, priority: 2 },
            {
              name: 'shared',
              minShareCount: 2,
              priority: 1,
              entriesAware: true,
              entriesAwareMergeThreshold: 3000,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:8765' },
    // Crisis lines and questionnaires are the server's files; the build takes them from there.
    fs: { allow: ['.', '../backend/safety', '../backend/checkins/instruments'] },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'], setupFiles: ['fake-indexeddb/auto'] },
}));
