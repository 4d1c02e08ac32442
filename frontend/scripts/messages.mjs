// Compiles messages/*.json to src/paraglide, for checks and tests that run without Vite's build.
import { compile } from '@inlang/paraglide-js';
import { paraglide } from './paraglide.mjs';

await compile(paraglide());
