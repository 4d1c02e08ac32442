"""Check-ins: what a synced operation may change, and what other rooms may read."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.checkins import queries, rules
from backend.checkins.queries import DayMean, MoodDetail
from backend.synced import Fields, Rejected, Table, parse

__all__ = ["DayMean", "MoodDetail"]

ENTRIES = Table(
    "entries",
    ("habit_id", "day"),
    {"value": "plain", "deleted": "bool"},
    {"value": 0, "deleted": False},
)
MOODS = Table(
    "moods",
    ("id",),
    {
        "day": "date", "at": "plain", "level": "plain", "anxiety": "plain",
        "confidence": "plain", "tags": "json", "deleted": "bool",
    },
    {
        "day": None, "at": None, "level": None, "anxiety": None, "confidence": None,
        "tags": [], "deleted": False,
    },
)  # fmt: skip

Rating = Annotated[int, Meta(ge=1, le=5)]
Instant = Annotated[int, Meta(ge=0, le=4_102_444_800_000)]
Tag = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00]*\Z")]


class EntryChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a habit's day."""

    value: Annotated[int, Meta(ge=0, le=1)] | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


class MoodChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a mood."""

    day: date | UnsetType = UNSET
    at: Instant | UnsetType = UNSET
    level: Rating | UnsetType = UNSET
    anxiety: Rating | UnsetType | None = UNSET
    confidence: Rating | UnsetType | None = UNSET
    tags: Annotated[list[Tag], Meta(max_length=20)] | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


def require_day(day: date, today: date) -> None:
    """Raises Rejected when a check-in may not be for that day."""
    if not rules.day_allowed(day, today):
        raise Rejected("out-of-range", "Check-ins reach from a year back to tomorrow.")


def parse_entry(fields: Fields) -> Fields:
    """Validated changes of an entry; raises Rejected."""
    return parse(EntryChange, fields)


def parse_mood(fields: Fields, today: date) -> Fields:
    """Validated changes of a mood; raises Rejected."""
    change = parse(MoodChange, fields)
    if "day" in change:
        require_day(change["day"], today)
    return change


def require_complete(fields: Fields) -> None:
    """A new mood needs its day, instant and level; raises Rejected."""
    if any(fields[name] is None for name in ("day", "at", "level")):
        raise Rejected("invalid", "A new mood needs day, at and level.")


async def day_means(user_id: UUID, first: date, last: date) -> list[DayMean]:
    """Mean mood and number of moods of each day that has one, first to last inclusive."""
    return await queries.day_means(database.connection(), user_id, first, last)


async def mood_details(user_id: UUID, first: date, last: date) -> list[MoodDetail]:
    """Every mood of those days, in the order of the taps."""
    return await queries.mood_details(database.connection(), user_id, first, last)


async def done_days(user_id: UUID, first: date, last: date) -> dict[UUID, set[date]]:
    """The days on which each habit was done."""
    return await queries.done_days(database.connection(), user_id, first, last)


async def last_checkin_day(user_id: UUID) -> date | None:
    """The newest day with a mood or an entry; None before the first."""
    return await queries.last_day(database.connection(), user_id)


async def last_checkins(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> dict[UUID, int]:
    """When each of these people last tapped a habit or a mood, in ms by their device's clock."""
    found = await queries.newest_stamps(db, user_ids)
    instants = {database.as_uuid(row["id"]): _instants(row["entry"], row["mood"]) for row in found}
    return {user_id: max(taps) for user_id, taps in instants.items() if taps}


def _instants(*stamps: Any) -> list[int]:
    """The instants in stored stamps, which begin with 15 digits of milliseconds."""
    decoded = (msgspec.json.decode(s) if isinstance(s, str) else s for s in stamps if s)
    return [int(stamp[:15]) for found in decoded for stamp in found.values()]


async def done_on(
    db: BaseDBAsyncClient, pairs: Sequence[tuple[UUID, date]]
) -> set[tuple[UUID, date]]:
    """Those (habit, day) pairs that are done."""
    return await queries.existing_pairs(db, "entries", "habit_id", pairs)


async def moods_on(
    db: BaseDBAsyncClient, pairs: Sequence[tuple[UUID, date]]
) -> set[tuple[UUID, date]]:
    """Those (person, day) pairs that have a mood."""
    return await queries.existing_pairs(db, "moods", "user_id", pairs)
