import type { Reminder } from '$lib/api/types';
import type { Connection } from '$lib/db/connection';
import { blank, entryId, type ProfileFields, type Row } from '$lib/db/model';
import { readCache, readWindow } from '$lib/db/read';
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

/** How many things a reminder has asked about today that are not checked in yet. */
export async function countDue(connection: Connection, now: number): Promise<number> {
  const kept = await readCache<Reminder[]>(connection, 'reminders');
  if (!kept) return 0;
  const found = await readWindow(connection, addDays(new Date(now).toISOString().slice(0, 10), -2));
  const where = { ...blank.profile, ...found.profile?.view };
  const day = personalDay(now, where.zone, where.dayStartsAt);
  const moods = found.moods.some((row) => row.day === day && !row.view['deleted']);
  const entries = new Map(found.entries.map((row) => [row.id, row]));
  const alive = new Set(found.habits.filter(isAlive).map((row) => row.id));
  const open = (thing: string): boolean =>
    thing ? alive.has(thing) && !isDone(entries.get(entryId(thing, day))) : !moods;
  return [...askedToday(kept.value, where, now)].filter(open).length;
}

const isAlive = ({ view }: Row): boolean => !view['archived'] && !view['deleted'];
const isDone = (row: Row | undefined): boolean => row?.view['value'] === 1 && !row.view['deleted'];
