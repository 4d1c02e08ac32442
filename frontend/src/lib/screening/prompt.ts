import { needsCalm, type Person } from '$lib/articles/fit';
import { due, type Filled } from './totals';

/** Which questionnaires Today may ask for: none while support comes first, or until a day that was put off to. */
export function asked(person: Pick<Person, 'profile' | 'day' | 'now'>, filled: readonly Filled[], later: string): string[] {
  if (later > person.day || needsCalm(person)) return [];
  return due(person.profile?.questionnaires ?? [], filled, person.day);
}
