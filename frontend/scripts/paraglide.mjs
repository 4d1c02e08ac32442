/** How the message catalogue is compiled; the pseudo build reads the project that pseudo.mjs writes. */
export const paraglide = (pseudo = false) => ({
  project: pseudo ? './.pseudo/project.inlang' : './project.inlang',
  outdir: './src/paraglide',
  strategy: /** @type {import('@inlang/paraglide-js').Runtime['strategy']} */ (['baseLocale']),
  outputStructure: /** @type {const} */ ('message-modules'),
  emitGitIgnore: false,
  emitPrettierIgnore: false,
  emitReadme: false,
});
