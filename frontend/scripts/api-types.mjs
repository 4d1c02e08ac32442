// Writes src/lib/api/schema.d.ts (or the file named second) from an OpenAPI file:
// npm run api:types -- openapi.json (or EVERKEEL_OPENAPI).
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const source = process.argv[2] ?? process.env['EVERKEEL_OPENAPI'];
if (!source) throw new Error('Give the path of openapi.json as an argument or in EVERKEEL_OPENAPI.');
const cli = fileURLToPath(new URL('../node_modules/openapi-typescript/bin/cli.js', import.meta.url));
const target = process.argv[3] ?? fileURLToPath(new URL('../src/lib/api/schema.d.ts', import.meta.url));
execFileSync(process.execPath, [cli, source, '--default-non-nullable=false', '-o', target], { stdio: 'inherit' });
