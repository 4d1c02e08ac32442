export { m } from '../../paraglide/messages';
export { direction, locale } from './locale.svelte';
export * from './format';
export * from './words';
