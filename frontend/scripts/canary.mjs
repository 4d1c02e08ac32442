// Proves that svelte-check still finds type errors inside components: it checks a copy of this
// folder with one wrong assignment put into a component and expects exactly that error.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'everkeel-canary-'));
const victim = 'src/lib/ui/Card.svelte';
try {
  for (const name of ['src', 'scripts', 'tsconfig.json', 'vite.config.ts', 'manifest.ts', 'package.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const file = join(copy, victim);
  const broken = readFileSync(file, 'utf8').replace('<h2 {id}>{title}</h2>', '<h2 {id}>{title?.nothing()}</h2>');
  writeFileSync(file, broken);
  const check = spawnSync(
    process.execPath,
    [join(root, 'node_modules/svelte-check/bin/svelte-check'), '--tsconfig', './tsconfig.json', '--output', 'machine'],
    { cwd: copy, encoding: 'utf8' },
  );
  const found = check.stdout.includes('Card.svelte') && check.stdout.includes("'nothing'");
  if (check.status === 0 || !found) {
    process.stderr.write(check.stdout + check.stderr);
    throw new Error('svelte-check did not report the type error that was put in.');
  }
  process.stdout.write('canary: svelte-check reported the injected error\n');
} finally {
  rmSync(copy, { recursive: true, force: true });
}
