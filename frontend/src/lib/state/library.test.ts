import { beforeAll, describe, expect, it, vi } from 'vitest';

let matches: typeof import('./library.svelte').matches;

beforeAll(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  ({ matches } = await import('./library.svelte'));
});

const card = { title: 'Diät und Angst', summary: 'Was Omega-3 in Studien zeigt.', topic: 'diet_anxiety' };

describe('a search on the device', () => {
  it.each(['angst', 'DIAT', 'omega studien', 'studien omega', ' diät  angst ', 'diet and'])('finds %j', (search) => {
    expect(matches(card, search.trim())).toBe(true);
  });

  it('needs every word', () => {
    expect(matches(card, 'angst ketamin')).toBe(false);
  });
});
