// Bundles the devices of the sync simulation for Node: bundle-simulation.mjs <folder> writes
// main.mjs there. They are the app's own outbox and exchange, so they are built as the app is.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  resolve: { alias: { $lib: fileURLToPath(new URL('../src/lib', import.meta.url)) } },
  ssr: { noExternal: true },
  build: {
    ssr: 'src/lib/sync/simulation/main.ts',
    outDir: process.argv[2],
    emptyOutDir: false,
    target: 'node22',
    rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
  },
});
