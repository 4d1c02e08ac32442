import type { Trends } from '$lib/api/types';
import { marksWithin, type Mark } from '$lib/charts/marks';
import type { LifeEvent } from '$lib/db/model';
import { formatNumber, m } from '$lib/i18n';
import { kindIcon, kindName } from '$lib/mood/event-words';

/** What an event is called. */
export const eventName = ({ name, kind }: { name: string; kind: string }): string => name || kindName(kind);

/** The person's own events, and the follow-ups that the server counts for them, within a range. */
export function marksOf(events: Iterable<LifeEvent>, trends: Pick<Trends, 'from' | 'to' | 'events'>): Mark[] {
  const known = new Map([...events].map((event) => [event.id, event]));
  const own = [...known.values()].map((event) => ({
    key: event.id,
    day: event.day,
    endsOn: event.endsOn,
    icon: kindIcon(event.kind),
    text: eventName(event),
  }));
  const later = trends.events.flatMap(({ eventId, followUps }) => {
    const event = known.get(eventId);
    if (!event) return [];
    return followUps.map(({ months, on }) => ({
      key: `${eventId}-${months ?? 'own'}`,
      day: on,
      icon: '🔭',
      text: laterText(eventName(event), months),
    }));
  });
  return marksWithin([...own, ...later], trends.from, trends.to);
}

const laterText = (name: string, months: number | null): string =>
  months === null ? m.trends_mark_own({ name }) : m.trends_mark_months({ name, months: formatNumber(months) });
