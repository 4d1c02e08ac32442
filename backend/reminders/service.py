"""Reminders: what people do with them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts import service as accounts
from backend.checkins import service as checkins
from backend.clock import UnknownZone
from backend.database import Row, as_uuid
from backend.errors import Problem, conflict, invalid, not_found
from backend.habits import service as habits
from backend.reminders import pace, queries, rules, standing_queries
from backend.reminders.recompute import follow_zone, recompute_zones
from backend.reminders.rules import Schedule
from backend.reminders.snoozing import snooze
from backend.reminders.standing import track
from backend.reminders.telling import Told, last_shown, told

__all__ = ["Told", "follow_zone", "last_shown", "recompute_zones", "snooze", "told"]

MAX_REMINDERS = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of a reminder; `time` is `HH:MM`, `zone` counts when it stays there."""

    time: str
    weekdays: int
    zone: str
    habit_id: UUID | None
    text: str = ""
    follow: bool = True
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Reminder:
    """A stored reminder; `next_at` in ms, None when it will not fire.

    `ignored` notifications in a row had no check-in after them; many of these have stopped it.
    """

    id: UUID
    time: str
    weekdays: int
    zone: str
    habit_id: UUID | None
    text: str
    follow: bool
    enabled: bool
    next_at: int | None
    ignored: int
    stopped: bool


def _schedule(wish: Wish) -> Schedule:
    """The wall-clock rule of a wish; 422 `invalid-time` or `unknown-zone`."""
    minute = rules.parse_time(wish.time)
    if minute is None:
        raise invalid("invalid-time", "Write the time as 09:00.", "time")
    if not 1 <= wish.weekdays <= rules.EVERY_DAY:
        raise invalid("invalid-time", "Choose at least one day.", "weekdays")
    try:
        zone = clock.zone(wish.zone)
    except UnknownZone as error:
        raise invalid("unknown-zone", "This time zone is not known.", "zone") from error
    return Schedule(minute, wish.weekdays, zone)


async def _columns(
    db: BaseDBAsyncClient, user_id: UUID, wish: Wish, schedule: Schedule, last_key: str
) -> dict[str, Any]:
    """The columns that a wish decides, its next occurrence from now on included."""
    now, zone = clock.now_ms(), wish.zone
    if wish.follow:
        zone = (await accounts.reminder_profiles(db, [user_id]))[user_id].zone
        schedule = Schedule(schedule.minute, schedule.weekdays, clock.zone(zone))
    following = rules.next_occurrence(schedule, now, last_key) if wish.enabled else None
    return {
        "habit_id": wish.habit_id,
        "minute": schedule.minute,
        "weekdays": schedule.weekdays,
        "zone": zone,
        "text": wish.text,
        "follow": wish.follow,
        "enabled": wish.enabled,
        "next_fire_at": following.at if following else None,
        "next_local": following.local_key if following else None,
        "updated_at": now,
    }


async def create(user_id: UUID, wish: Wish) -> Reminder:
    """Store a new reminder; nothing is stored when any part of it cannot be used."""
    schedule = _schedule(wish)
    reminder_id = database.uuid7()

    async def work(db: BaseDBAsyncClient) -> None:
        await _require_own_habit(db, user_id, wish.habit_id)
        if await queries.count(db, user_id) >= MAX_REMINDERS:
            raise conflict("too-many", f"At most {MAX_REMINDERS} reminders are possible.")
        columns = await _columns(db, user_id, wish, schedule, "")
        first = {"id": reminder_id, "user_id": user_id, "created_at": columns["updated_at"]}
        await queries.insert(db, {**first, "ignored": 0, **columns})

    await database.transaction(work)
    return await _one(user_id, reminder_id)


async def update(user_id: UUID, reminder_id: UUID, changes: dict[str, Any]) -> Reminder:
    """Change fields of a Wish; what is on its way is taken back and planned anew.

    Enabling a reminder, even one that is, lets it begin anew after it was ignored.
    """

    async def work(db: BaseDBAsyncClient) -> None:
        row = await queries.locked(db, user_id, reminder_id)
        if row is None:
            raise _unknown()
        wish = Wish(**{**_wish_fields(row), **changes})
        schedule = _schedule(wish)
        if "habit_id" in changes:
            await _require_own_habit(db, user_id, wish.habit_id)
        await queries.cancel_deliveries(db, reminder_id, snoozes=not wish.enabled)
        last_key = await queries.last_key(db, reminder_id)
        columns = await _columns(db, user_id, wish, schedule, last_key)
        anew = {"ignored": 0, "stopped_at": None} if changes.get("enabled") else {}
        await queries.update(db, reminder_id, {**columns, **anew})

    await database.transaction(work)
    return await _one(user_id, reminder_id)


async def _one(user_id: UUID, reminder_id: UUID) -> Reminder:
    """One of a person's reminders; 404 when somebody has just deleted it."""
    for found in await listed(user_id):
        if found.id == reminder_id:
            return found
    raise _unknown()


async def remove(user_id: UUID, reminder_id: UUID) -> None:
    """Delete a reminder and everything it has on its way."""
    if not await queries.delete(database.connection(), user_id, reminder_id):
        raise _unknown()


async def listed(user_id: UUID) -> list[Reminder]:
    """A person's reminders by time of day."""
    db = database.connection()
    found = await queries.of_user(db, user_id, clock.now_ms())
    past = {str(row["id"]): row for row in await standing_queries.of_users(db, [user_id])}
    checked_in = (await checkins.last_checkins(db, [user_id])).get(user_id)
    return [_reminder(row, past[str(row["id"])], checked_in) for row in found
            if str(row["id"]) in past]  # fmt: skip


async def shown(user_id: UUID, delivery_id: UUID) -> None:
    """Remember that a device showed a notification; unknown ids are passed by."""
    await queries.mark_shown(database.connection(), user_id, delivery_id, clock.now_ms())


def _unknown() -> Problem:
    return not_found("There is no such reminder.")


async def _require_own_habit(db: BaseDBAsyncClient, user_id: UUID, habit_id: UUID | None) -> None:
    """Raise 422 unless the habit is the person's own; None is the mood check-in."""
    if habit_id is not None and not await habits.owns(db, user_id, habit_id):
        raise invalid("unknown-habit", "There is no such habit.", "habitId")


def _wish_fields(row: Row) -> dict[str, Any]:
    return {
        "time": rules.format_time(row["minute"]),
        "weekdays": row["weekdays"],
        "zone": row["zone"],
        "habit_id": as_uuid(row["habit_id"]) if row["habit_id"] else None,
        "text": row["text"],
        "follow": bool(row["follow"]),
        "enabled": bool(row["enabled"]),
    }


def _reminder(row: Row, past: Row, checked_in: int | None) -> Reminder:
    ignored = pace.ignored_now(track(past), checked_in)
    stopped = past["stopped_at"] is not None and ignored >= pace.STOP
    following = None if stopped else _next_at(row)
    return Reminder(
        as_uuid(row["id"]),
        next_at=following,
        ignored=ignored,
        stopped=stopped,
        **_wish_fields(row),
    )


def _next_at(row: Row) -> int | None:
    """When a reminder comes next: an occurrence on its way, else the one planned for later."""
    if not row["enabled"]:
        return None
    waiting: int | None = row["waiting_at"]
    following: int | None = row["next_fire_at"]
    return following if waiting is None else waiting
