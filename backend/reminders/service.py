"""Reminders: what people do with them, and the planning of what is due next."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.clock import UnknownZone
from backend.database import Row, as_uuid
from backend.errors import Problem, conflict, invalid, not_found
from backend.habits import service as habits
from backend.reminders import delivery_queries, queries, rules
from backend.reminders.rules import Occurrence, Schedule

log = logging.getLogger("everkeel.reminders")

MAX_REMINDERS = 50
PLAN_AHEAD_MS = 60_000
PLAN_BATCH = 500
KEEP_DELIVERIES_MS = 30 * 24 * 3_600_000
_PRUNE_BATCH = 1_000


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


async def plan() -> int:
    """Turn what is due within a minute into deliveries; how many reminders were looked at."""
    looked_at = 0
    while True:
        batch = await database.transaction(_plan_batch)
        looked_at += batch
        if batch < PLAN_BATCH:
            return looked_at


async def _plan_batch(db: BaseDBAsyncClient) -> int:
    """One transaction: insert deliveries, move each reminder on; a crash leaves both or none."""
    now = clock.now_ms()
    due = await delivery_queries.due_reminders(db, now + PLAN_AHEAD_MS, PLAN_BATCH)
    planned = [(row, *_plan_one(row, now)) for row in due]
    deliveries = [
        (row["id"], row["user_id"], this.local_key, this.at, rules.expires_at(this.at, after), now)
        for row, this, after in planned
        if this is not None
    ]
    await delivery_queries.insert_deliveries(db, deliveries)
    await delivery_queries.advance(db, [(row["id"], after) for row, _, after in planned])
    return len(due)


def _plan_one(row: Row, now: int) -> tuple[Occurrence | None, Occurrence | None]:
    """The occurrence to deliver (None when there is none yet) and the one after it.

    After a standstill only the latest occurrence inside the window is caught up, never a burst.
    """
    try:
        schedule = Schedule(row["minute"], row["weekdays"], clock.zone(row["zone"]))
    except UnknownZone:
        log.error("reminder %s is in a zone that no longer exists", row["id"])
        return None, None
    this: Occurrence | None = Occurrence(row["next_fire_at"], row["next_local"])
    if this and rules.is_missed(this.at, now):
        this = rules.next_occurrence(schedule, now - rules.WINDOW_MS)
    if this is None or this.at > now + PLAN_AHEAD_MS:
        return None, this
    return this, rules.next_occurrence(schedule, this.at)


async def reap() -> None:
    """Hand out again what dead processes held, and end what has become pointless."""
    db, now = database.connection(), clock.now_ms()
    await delivery_queries.reap(db, now)
    await delivery_queries.expire(db, now)


async def prune() -> None:
    """Remove deliveries older than 30 days."""
    before = clock.now_ms() - KEEP_DELIVERIES_MS
    while await delivery_queries.prune(database.connection(), before, _PRUNE_BATCH):
        pass
