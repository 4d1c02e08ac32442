"""How claimed deliveries stand: whose turn it is, what the day's limit leaves, what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from backend.accounts.service import ReminderProfile
from backend.checkins import service as checkins
from backend.database import Row, as_uuid
from backend.reminders import pace, silence, standing_queries
from backend.reminders.deliveries import Claimed
from backend.reminders.pace import Track


@dataclass(frozen=True, slots=True)
class Standing:
    """One delivery with its personal day, why it should stay silent, and what to remember.

    `ignored` is to be stored once it has been sent; None when that is stored already. `apart`
    names the notification that some device has had already: nothing may join it any more.
    """

    delivery: Claimed
    day: date
    reason: str = ""
    ignored: int | None = None
    apart: UUID | None = None


def day_of(due_at: int, profile: ReminderProfile) -> date:
    """The personal day that an instant belongs to."""
    moment = datetime.fromtimestamp(due_at / 1_000, UTC)
    return clock.local_date(moment, profile.zone, profile.day_starts_at)


async def standings(
    db: BaseDBAsyncClient, claimed: Sequence[Claimed], profiles: Mapping[UUID, ReminderProfile]
) -> tuple[list[Standing], dict[UUID, int]]:
    """The deliveries whose reminders still exist, and how many things are due for each person."""
    found = await standing_queries.of_users(db, list(profiles))
    reminders = {as_uuid(row["id"]): row for row in found}
    alive = [d for d in claimed if d.reminder_id in reminders and d.user_id in profiles]
    full = [_filled(delivery, reminders[delivery.reminder_id]) for delivery in alive]
    checked_in = await checkins.last_checkins(db, _with_a_past(full, reminders))
    stand = [
        _paced(d, day_of(d.due_at, profiles[d.user_id]), reminders[d.reminder_id], checked_in)
        for d in full
    ]
    limited = await _limited(db, stand, profiles, found)
    return limited, await _badges(db, stand, profiles, found)


def _filled(delivery: Claimed, row: Row) -> Claimed:
    habit = row["habit_id"]
    habit_id = as_uuid(habit) if habit else None
    return replace(delivery, habit_id=habit_id, zone=row["zone"], text=row["text"])


def _with_a_past(full: Sequence[Claimed], reminders: Mapping[UUID, Row]) -> list[UUID]:
    """The people one of whose reminders has been sent or stopped before."""
    past = ("last_sent_at", "stopped_at")
    return list(
        {d.user_id for d in full if any(reminders[d.reminder_id][at] is not None for at in past)}
    )


def track(row: Row) -> Track:
    """A reminder's past as pace.py reads it."""
    last = row["last_key"]
    return Track(
        row["ignored"],
        row["last_sent_at"],
        date.fromisoformat(last[:10]) if last else None,
        row["stopped_at"],
        row["updated_at"],
    )


def _paced(delivery: Claimed, day: date, row: Row, checked_in: Mapping[UUID, int]) -> Standing:
    """Only new scheduled deliveries keep to a pace: a snooze was asked for, a repeat has begun.

    A notice is only true while its reminder has stopped.
    """
    if delivery.kind == "snooze":
        return Standing(delivery, day)
    past = track(row)
    ignored = pace.ignored_now(past, checked_in.get(delivery.user_id))
    if delivery.kind == "notice":
        return Standing(delivery, day, "" if past.stopped_at and ignored >= pace.STOP else "done")
    stored = ignored if ignored != past.ignored or past.stopped_at else None
    why = "" if delivery.begun else pace.reason(past, ignored, _wall_date(delivery, day))
    return Standing(delivery, day, why, stored)


def _wall_date(delivery: Claimed, day: date) -> date:
    """The date of the wall time; the personal day for a key that cannot be read."""
    try:
        return date.fromisoformat(delivery.local_key[:10])
    except ValueError:
        return day


async def _limited(
    db: BaseDBAsyncClient,
    stand: Sequence[Standing],
    profiles: Mapping[UUID, ReminderProfile],
    reminders: Sequence[Row],
) -> list[Standing]:
    """The same, silent where a person's day has had as many notifications as they want.

    Who has no more reminders than that needs no counting: each comes at most once a day.
    """
    owned: dict[UUID, list[UUID]] = {}
    for row in reminders:
        owned.setdefault(as_uuid(row["user_id"]), []).append(as_uuid(row["id"]))
    many = {user for user, ids in owned.items() if len(ids) > profiles[user].reminder_limit}
    concerned = [s for s in stand if s.delivery.user_id in many and _counts(s)]
    if not concerned:
        return list(stand)
    since = min(s.day for s in concerned) - timedelta(days=2)
    ids = [found for user in {s.delivery.user_id for s in concerned} for found in owned[user]]
    rows = await standing_queries.on_their_way(db, ids, since.isoformat())
    quiet = {s.delivery.id for s in stand if s.reason}
    others = [row for row in rows if as_uuid(row["id"]) not in quiet]
    over = {s.delivery.id for s in concerned if _over(s, profiles[s.delivery.user_id], others)}
    return [replace(s, reason="limit") if s.delivery.id in over else s for s in stand]


def _counts(stand: Standing) -> bool:
    """A limit is for what nobody asked for twice: not for snoozes, notices and repeats."""
    delivery = stand.delivery
    return delivery.kind == "scheduled" and not delivery.begun and not stand.reason


def _over(stand: Standing, profile: ReminderProfile, rows: Sequence[Row]) -> bool:
    """True when the day has had enough earlier notifications; a group counts once."""
    mine = stand.delivery
    earlier = {
        row["not_before"]
        for row in rows
        if as_uuid(row["user_id"]) == mine.user_id
        and row["not_before"] < mine.send_at
        and day_of(row["due_at"], profile) == stand.day
    }
    return len(earlier) >= profile.reminder_limit


async def _badges(
    db: BaseDBAsyncClient,
    stand: Sequence[Standing],
    profiles: Mapping[UUID, ReminderProfile],
    reminders: Sequence[Row],
) -> dict[UUID, int]:
    """Things due for each person: what comes now, what came today; nothing that is answered."""
    today = {s.delivery.user_id: s.day for s in stand}
    due = {(s.delivery.user_id, s.delivery.habit_id, s.day) for s in stand if not s.reason}
    for row in reminders:
        user, habit = as_uuid(row["user_id"]), row["habit_id"]
        if row["last_due_at"] is not None and user in today:
            day = day_of(row["last_due_at"], profiles[user])
            if day == today[user]:
                due.add((user, as_uuid(habit) if habit else None, day))
    left = due - (await silence.answered(db, due)).keys()
    counted: dict[UUID, int] = {}
    for user, _ in {(user, habit) for user, habit, _ in left}:
        counted[user] = counted.get(user, 0) + 1
    return counted
