import type { ArticleCard, Suggestion } from '$lib/api/types';
import type { ProfileFields, Reading } from '$lib/db/model';

/** The server's suggestions, beside a trend or in the library. */
export interface Suggestions {
  state: string;
  items: Suggestion[];
  /** Cards and lines that go with them. */
  mustShow: string[];
}

/** What the device knows of a person, which may be newer than a kept answer. */
export interface Person {
  profile: ProfileFields | undefined;
  readings: ReadonlyMap<string, Reading>;
  day: string;
  now: number;
}

const SUPPORT_MS = 7 * 86_400_000;

/** After the help button only calm reading is shown for seven days. */
export function needsCalm({ profile, now }: Pick<Person, 'profile' | 'now'>): boolean {
  const pressed = profile?.helpPressedAt ?? undefined;
  return pressed !== undefined && now - pressed <= SUPPORT_MS;
}

/** Whether an article may be listed; the server decides, this counts at once and offline. */
export const mayList = (article: Pick<ArticleCard, 'gate'>, person: Pick<Person, 'profile' | 'now'>): boolean =>
  mayRead(article, person) && (article.gate !== 'treatments' || !!person.profile?.treatments);

/** Whether an article may be read, also by who only searched for it: a kept one does not pass by a newer flag. */
export function mayRead({ gate }: Pick<ArticleCard, 'gate'>, person: Pick<Person, 'profile' | 'now'>): boolean {
  const { adult, flags = [] } = person.profile ?? {};
  if (gate === 'treatments') return !!adult && !needsCalm(person) && flags.every((flag) => flag === 'eating_disorder');
  if (gate === 'eating_disorder') return !needsCalm(person) && !flags.includes('eating_disorder');
  return true;
}

/** Whether the person asked for less like this, and the time is not over. */
export const isLess = (reading: Reading | undefined, day: string): boolean => (reading?.lessUntil ?? '') >= day;

const maySuggest = ({ article }: Suggestion, person: Person): boolean =>
  mayList(article, person) && !isLess(person.readings.get(article.id), person.day);

/** A kept answer as it may be shown now: what the person said since counts before the server knows it. */
export function fitting(answer: Suggestions, person: Person): Suggestions {
  const { profile } = person;
  const items = profile?.suggestions === false ? [] : answer.items.filter((item) => maySuggest(item, person));
  if (answer.state === 'support') return { ...answer, items };
  if (needsCalm(person)) return { state: 'support', items: items.flatMap(calm), mustShow: ['support_card'] };
  if (profile?.suggestions === false) return { state: 'off', items, mustShow: [] };
  return { ...answer, items };
}

/** The suggestion without a trend behind it; none for topics that are not calm reading. */
const calm = (item: Suggestion): Suggestion[] =>
  item.article.gate === 'none' ? [{ ...item, reason: 'support.first', numbers: {} }] : [];
