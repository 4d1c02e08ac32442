"""Reminders: what people do with them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.clock import UnknownZone
from backend.database import Row, as_uuid
from backend.errors import Problem, conflict, invalid, not_found
from backend.habits import service as habits
from backend.reminders import queries, rules
from backend.reminders.rules import Schedule

MAX_REMINDERS = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of a reminder; `time` is `HH:MM`."""

    time: str
    weekdays: int
    zone: str
    habit_id: UUID | None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Reminder:
    """A stored reminder; `next_at` in ms, None when it will not fire."""

    id: UUID
    time: str
    weekdays: int
    zone: str
    habit_id: UUID | None
    enabled: bool
    next_at: int | None


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


def _columns(wish: Wish, schedule: Schedule, last_key: str) -> dict[str, Any]:
    """The columns that a wish decides, its next occurrence from now on included."""
    now = clock.now_ms()
    following = rules.next_occurrence(schedule, now, last_key) if wish.enabled else None
    return {
        "habit_id": wish.habit_id,
        "minute": schedule.minute,
        "weekdays": schedule.weekdays,
        "zone": wish.zone,
        "enabled": wish.enabled,
        "next_fire_at": following.at if following else None,
        "next_local": following.local_key if following else None,
        "updated_at": now,
    }


async def create(user_id: UUID, wish: Wish) -> Reminder:
    """Store a new reminder; nothing is stored when any part of it cannot be used."""
    schedule = _schedule(wish)
    reminder_id = database.uuid7()

    async def work(db: BaseDBAsyncClient) -> Reminder:
        await _require_own_habit(db, user_id, wish.habit_id)
        if await queries.count(db, user_id) >= MAX_REMINDERS:
            raise conflict("too-many", f"At most {MAX_REMINDERS} reminders are possible.")
        columns = _columns(wish, schedule, "")
        first = {"id": reminder_id, "user_id": user_id, "created_at": columns["updated_at"]}
        await queries.insert(db, {**first, **columns})
        return _reminder({**first, **columns})

    return await database.transaction(work)


async def update(user_id: UUID, reminder_id: UUID, changes: dict[str, Any]) -> Reminder:
    """Change fields of a Wish; what is on its way is taken back and planned anew."""

    async def work(db: BaseDBAsyncClient) -> Reminder:
        row = await queries.locked(db, user_id, reminder_id)
        if row is None:
            raise _unknown()
        wish = Wish(**{**_wish_fields(row), **changes})
        schedule = _schedule(wish)
        if "habit_id" in changes:
            await _require_own_habit(db, user_id, wish.habit_id)
        await queries.cancel_deliveries(db, reminder_id)
        columns = _columns(wish, schedule, await queries.last_key(db, reminder_id))
        await queries.update(db, reminder_id, columns)
        return _reminder({"id": reminder_id, **columns})

    return await database.transaction(work)


async def remove(user_id: UUID, reminder_id: UUID) -> None:
    """Delete a reminder and everything it has on its way."""
    if not await queries.delete(database.connection(), user_id, reminder_id):
        raise _unknown()


async def listed(user_id: UUID) -> list[Reminder]:
    """A person's reminders by time of day."""
    found = await queries.of_user(database.connection(), user_id, clock.now_ms())
    return [_reminder(row) for row in found]


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
        "enabled": bool(row["enabled"]),
    }


def _reminder(row: Row) -> Reminder:
    return Reminder(as_uuid(row["id"]), next_at=next_at(row), **_wish_fields(row))


def next_at(row: Row) -> int | None:
    """When a reminder comes next: an occurrence on its way, else the one planned for later."""
    if not row["enabled"]:
        return None
    waiting: int | None = row.get("waiting_at")
    following: int | None = row["next_fire_at"]
    return following if waiting is None else waiting
