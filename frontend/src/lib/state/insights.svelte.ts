import { ask, client } from '$lib/api/client';
import { needsCalm } from '$lib/articles/fit';
import type { Insights, Look } from '$lib/insights/claims';
import { keyOf, subjectOf, type Subject } from '$lib/insights/focus';
import { Cached } from './cached.svelte';
import { data } from './data.svelte';
import { session } from './session.svelte';
import { today } from './today.svelte';

/** A habit or factor that is looked at, as people see it. */
export interface Named extends Subject {
  key: string;
  /** Undefined once it is deleted. */
  name: string | undefined;
  icon: string;
}

/** What the server found out about the chosen ones, also readable without it. One per opened view. */
export const insightsOf = (): Cached<Insights> =>
  new Cached('insights', async () => (await ask(client.GET('/api/insights'))) as Insights);

/** Support comes first for some days: then nothing is said about habits and mood, also offline. */
export const rests = (insights: Insights | undefined): boolean =>
  insights?.state === 'support' || needsCalm({ profile: data.profile, now: today.now });

/** Every look at a habit or factor, the newest first. */
export const looksAt = ({ kind, id }: Subject): Cached<Look[]> =>
  new Cached(`looks-${kind}-${id}`, () =>
    ask(client.GET('/api/insights/{kind}/{subject_id}/looks', { params: { path: { kind, subject_id: id } } })),
  );

const named = (subject: Subject): Named => {
  const thing = (subject.kind === 'habit' ? data.habits : data.factors).get(subject.id);
  return { ...subject, key: keyOf(subject), name: thing?.name, icon: thing?.icon ?? '' };
};

/** The person's name and icon for what an address or a claim means. */
export const nameOf = (subject: Subject): Named => named(subject);

/** What the person chose, in their order; what is gone is left out. */
export const chosen = (): Named[] =>
  (data.profile?.focus ?? []).flatMap((key) => {
    const subject = subjectOf(key);
    const found = subject && named(subject);
    return found?.name === undefined ? [] : [found];
  });

/** What can be chosen: habits and factors that are in use, and chosen ones that rest. */
export function choices(): { habits: Named[]; factors: Named[] } {
  const focus = data.profile?.focus ?? [];
  const kept = (kind: Subject['kind'], things: { id: string; archived: boolean }[]): Named[] =>
    things
      .map(({ id, archived }) => ({ archived, ...named({ kind, id }) }))
      .filter(({ archived, key }) => !archived || focus.includes(key));
  return {
    habits: kept('habit', [...data.activeHabits, ...data.archivedHabits]),
    factors: kept('factor', data.sortedFactors),
  };
}

/** Keeps what is to be looked at, as keys. */
export function choose(focus: string[]): void {
  if (session.user) void data.write('profile', session.user.id, { focus });
}
