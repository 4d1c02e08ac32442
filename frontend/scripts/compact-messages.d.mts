import type { Plugin } from 'vite';

export function compact(code: string): string;
export function compactMessages(): Plugin;
