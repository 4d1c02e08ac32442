import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ArticleCard } from '$lib/api/types';

let room: typeof import('./library.svelte');
let data: typeof import('./data.svelte').data;

beforeAll(async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  room = await import('./library.svelte');
  ({ data } = await import('./data.svelte'));
});

const card = (topic: string, gate = 'none', more: Partial<ArticleCard> = {}): ArticleCard => ({
  id: topic, slug: topic, topic, title: topic, summary: '', evidenceLevel: 'cohort', minutes: 4, gate,
  contentWarnings: [], reviewedOn: null, ...more,
});

describe('a search on the device', () => {
  const diet = card('diet_anxiety', 'none', { title: 'Diät und Angst', summary: 'Was Omega-3 in Studien zeigt.' });

  it.each(['angst', 'DIAT', 'omega studien', 'studien omega', ' diät  angst ', 'diet and'])('finds %j', (search) => {
    expect(room.matches(diet, search.trim())).toBe(true);
  });

  it('needs every word', () => {
    expect(room.matches(diet, 'angst ketamin')).toBe(false);
  });
});

describe('the library', () => {
  type Library = InstanceType<typeof room.Library>;
  const ids = (library: Library): string[] => library.shown.map(({ id }) => id);
  const filled = (): Library => {
    const library = new room.Library();
    library.cards.set([card('habits'), card('psilocybin', 'treatments'), card('self_confidence')]);
    return library;
  };
  beforeEach(({ task }) => data.open(task.id));
  afterEach(() => data.close());

  it('shows what was saved', async () => {
    await data.write('reading', 'self_confidence', { saved: true });
    const library = filled();
    library.topic = room.SAVED;
    expect(ids(library)).toEqual(['self_confidence']);
    await data.write('reading', 'self_confidence', { saved: false });
    expect(ids(library)).toEqual([]);
    library.clear();
    expect(ids(library)).toContain('habits');
  });

  it('lists treatments for who chose them, and not after the help button', async () => {
    const library = filled();
    expect([ids(library), library.topics]).toEqual([['habits', 'self_confidence'], ['habits', 'self_confidence']]);
    await data.write('profile', 'me', { adult: true, treatments: true });
    expect(ids(library)).toContain('psilocybin');
    await data.write('profile', 'me', { helpPressedAt: Date.now() });
    expect(ids(library)).not.toContain('psilocybin');
  });
});
