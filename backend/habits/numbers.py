"""What habits come to: strength, done and scheduled occasions, streaks."""

from asyncio import gather
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from backend import clock
from backend.accounts import service as accounts
from backend.accounts.service import Profile
from backend.checkins import service as checkins
from backend.checkins.service import Pause
from backend.database import connection
from backend.habits import queries, reads, rules
from backend.habits.reads import Habit
from backend.habits.rules import Days, Log, Rule, Schedule, Unit

SHOWN_DAYS = 28
_ALWAYS = date(1900, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Kept:
    """A habit, what it asks for, and its days."""

    habit: Habit
    rule: Rule
    days: Days


class StreakNumbers(msgspec.Struct):
    """The present and the longest streak in days, weeks, months or periods."""

    current: int
    longest: int
    unit: Unit


class HabitNumbers(msgspec.Struct, rename="camel"):
    """A habit's strength (0 to 1), its done and scheduled occasions of the last 28 days.

    The streak is null unless the person wants to see it.
    """

    habit_id: UUID
    strength: float
    done: int
    scheduled: int
    streak: StreakNumbers | None


async def of_person(user_id: UUID) -> list[HabitNumbers]:
    """The numbers of a person's habits that are not archived, in their order."""
    profile = await accounts.profile(user_id)
    found = await kept(user_id, profile)
    return [numbers_of(one, streaks=profile.streaks) for one in found]


def numbers_of(one: Kept, *, streaks: bool = False) -> HabitNumbers:
    """The numbers of one habit today."""
    schedule, today = one.rule.schedule, rules.day_of(one.days.today)
    first = today - timedelta(days=SHOWN_DAYS - 1)
    done, scheduled = rules.adherence(schedule, one.days, first, today)
    strength = rules.strengths(one.rule, one.days.until_today())[-1]
    streak = _streak(one) if streaks else None
    return HabitNumbers(one.habit.id, round(float(strength), 6), done, scheduled, streak)


def _streak(one: Kept) -> StreakNumbers:
    found = rules.streak(one.rule.schedule, one.days)
    return StreakNumbers(found.current, found.longest, found.unit)


async def kept(user_id: UUID, profile: Profile, last: date | None = None) -> list[Kept]:
    """A person's habits that are not archived, with their days up to today or to `last`."""
    return await with_days(user_id, profile, not_archived(await reads.active(user_id)), last)


def not_archived(habits: list[Habit]) -> list[Habit]:
    """Those that are kept."""
    return [habit for habit in habits if not habit.archived]


async def with_days(
    user_id: UUID, profile: Profile, habits: list[Habit], last: date | None = None
) -> list[Kept]:
    """Habits of a person with their days up to today or to `last`; archived is paused for good."""
    today, found = accounts.today(profile), []
    logs, pauses, archived = await gather(
        checkins.logs(connection(), [habit.id for habit in habits]),
        checkins.pauses(user_id, *_ALWAYS),
        _archived(profile, habits),
    )
    for habit in habits:
        rule, log = rule_of(habit, profile.week_starts_on), logs.get(habit.id, Log())
        paused = [_numbered(p) for p in (*pauses, *archived) if p.habit_id in (None, habit.id)]
        days = rules.days_of(rule, log.with_pauses(paused), today, last)
        found.append(Kept(habit, rule, days))
    return found


async def _archived(profile: Profile, habits: list[Habit]) -> list[Pause]:
    """A pause without an end for each archived habit, from the personal day it was archived."""
    ids = [habit.id for habit in habits if habit.archived]
    stamps = await queries.archive_stamps(connection(), ids)
    return [Pause(id_, _day(stamp, profile), None) for id_, stamp in stamps.items()]


def _day(stamp: str, profile: Profile) -> date:
    """The personal day of a stamp, which begins with 15 digits of milliseconds."""
    moment = datetime.fromtimestamp(int(stamp[:15]) / 1_000, UTC)
    return clock.local_date(moment, profile.zone, profile.day_starts_at)


def rule_of(habit: Habit, week_starts_on: int) -> Rule:
    """What a habit asks for."""
    created = rules.number(habit.created_on)
    schedule = Schedule(
        habit.schedule,
        habit.weekdays,
        habit.times,
        habit.days,
        rules.number(habit.starts_on) if habit.starts_on else created,
        week_starts_on,
    )
    return Rule(habit.kind, schedule, created, habit.target)


def _numbered(pause: Pause) -> tuple[int, int | None]:
    last = pause.last_day
    return rules.number(pause.first_day), rules.number(last) if last else None
