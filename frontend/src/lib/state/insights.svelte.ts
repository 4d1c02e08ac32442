import { ask, client } from '$lib/api/client';
import { needsCalm } from '$lib/articles/fit';
import type { Insights, Look } from '$lib/insights/claims';
import { keyOf, type Subject } from '$lib/insights/focus';
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

/** The person's name and icon for what an address or a claim means. */
export function nameOf(subject: Subject): Named {
  const thing = (subject.kind === 'habit' ? data.habits : data.factors).get(subject.id);
  return { ...subject, key: keyOf(subject), name: thing?.name, icon: thing?.icon ?? '' };
}

/** What can be chosen: habits and factors that are in use. */
export function choices(): { habits: Named[]; factors: Named[] } {
  const inUse = (kind: Subject['kind'], things: { id: string; archived: boolean }[]): Named[] =>
    things.filter(({ archived }) => !archived).map(({ id }) => nameOf({ kind, id }));
  return { habits: inUse('habit', data.activeHabits), factors: inUse('factor', data.sortedFactors) };
}

/** What the person chose, in their order; what is archived or gone is not looked at. */
export function chosen(): Named[] {
  const { habits, factors } = choices();
  const all = new Map([...habits, ...factors].map((one) => [one.key, one]));
  return (data.profile?.focus ?? []).flatMap((key) => all.get(key) ?? []);
}

/** Keeps what is to be looked at, as keys. */
export function choose(focus: string[]): void {
  if (session.user) void data.write('profile', session.user.id, { focus });
}
