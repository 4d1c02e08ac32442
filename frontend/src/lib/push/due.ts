import type { Reminder } from '$lib/api/types';
import type { Connection } from '$lib/db/connection';
import { blank } from '$lib/db/blank';
import { entryId, type Entity, type FieldsOf, type ProfileFields } from '$lib/db/model';
import { readCache, readDays, readLists, type Found } from '$lib/db/read';
import { holds } from '$lib/habits/pause';
import { sumOf, writtenState } from '$lib/habits/state';
import { addDays, isScheduled, personalDay, wallClock } from '$lib/time/day';
import { minuteOf } from '$lib/time/wall';

type Rule = Pick<Reminder, 'habitId' | 'time' | 'weekdays' | 'zone' | 'enabled' | 'stopped'>;
type Where = Pick<ProfileFields, 'zone' | 'dayStartsAt'>;

const DAY_MINUTES = 24 * 60;

/**
 * What reminders have asked about on the present personal day: habits by their id, the mood
 * check-in as "". A change of the clocks since then does not matter here.
 */
export function askedToday(rules: Rule[], where: Where, now: number): Set<string> {
  const today = personalDay(now, where.zone, where.dayStartsAt);
  const rang = ({ time, weekdays, zone, enabled, stopped }: Rule): boolean => {
    const due = minuteOf(time);
    if (!enabled || stopped || due === undefined) return false;
    const { date, hour, minute } = wallClock(now, zone);
    const wall = hour * 60 + minute;
    const day = wall >= due ? date : addDays(date, -1);
    const at = now - ((wall - due + DAY_MINUTES) % DAY_MINUTES) * 60_000;
    return isScheduled(weekdays, day) && personalDay(at, where.zone, where.dayStartsAt) === today;
  };
  return new Set(rules.filter(rang).map(({ habitId }) => habitId ?? ''));
}

/** How many things a reminder has asked about today that are not checked in, skipped or paused. */
export async function countDue(connection: Connection, now: number): Promise<number> {
  const kept = await readCache<Reminder[]>(connection, 'reminders');
  if (!kept) return 0;
  const since = addDays(new Date(now).toISOString().slice(0, 10), -2);
  const found = await Promise.all([readLists(connection), readDays(connection, since)]);
  const things = new Things(found.flat());
  const where = { ...blank.profile, ...things.of('profile')[0] };
  const day = personalDay(now, where.zone, where.dayStartsAt);
  const open = (thing: string): boolean =>
    thing ? things.isOpen(thing, day) : !things.of('mood').some((mood) => mood.day === day);
  return [...askedToday(kept.value, where, now)].filter(open).length;
}

/** Rows as they stand on the device, without the deleted ones. */
class Things {
  constructor(private readonly found: Found) {}

  of<E extends Entity>(entity: E): (FieldsOf[E] & { id: string })[] {
    const rows = this.found.filter(([of, row]) => of === entity && !row.view['deleted']);
    return rows.map(([, row]) => ({ ...blank[entity], ...row.view, id: row.id }));
  }

  /** Whether a habit still waits for its check-in on a day. */
  isOpen(habitId: string, day: string): boolean {
    const habit = this.of('habit').find(({ id }) => id === habitId);
    if (!habit || habit.archived) return false;
    const entry = this.of('entry').find(({ id }) => id === entryId(habitId, day));
    const amounts = this.of('amount').filter((amount) => amount.habitId === habitId && amount.day === day);
    const paused = this.of('pause').some((pause) => holds(pause, day, habitId));
    const facts = { value: entry?.value, skipped: entry?.skipped ?? false, paused, count: amounts.length, sum: sumOf(amounts) };
    const state = writtenState(habit, facts);
    return state === undefined || state === 'partial';
  }
}
