"""Check-ins as synced things: entries, amounts, pauses and moods, and what may be changed."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.checkins import rules
from backend.checkins.emotions import PLACES
from backend.synced import NO_NUL, Fields, Rejected, Table, parse

ENTRIES = Table(
    "entries",
    ("habit_id", "day"),
    {"value": "plain", "skipped": "bool", "deleted": "bool"},
    {"value": 0, "skipped": False, "deleted": False},
)
AMOUNTS = Table(
    "amounts",
    ("id",),
    {"habit_id": "uuid", "day": "date", "at": "plain", "amount": "plain", "deleted": "bool"},
    {"habit_id": None, "day": None, "at": None, "amount": None, "deleted": False},
)
PAUSES = Table(
    "pauses",
    ("id",),
    {"habit_id": "uuid", "first_day": "date", "last_day": "date", "deleted": "bool"},
    {"habit_id": None, "first_day": None, "last_day": None, "deleted": False},
)
MOODS = Table(
    "moods",
    ("id",),
    {
        "day": "date", "at": "plain", "level": "plain", "word": "plain", "energy": "plain",
        "anxiety": "plain", "confidence": "plain", "sleep": "plain", "emotions": "json",
        "factors": "json", "note": "sealed", "deleted": "bool",
    },
    {
        "day": None, "at": None, "level": None, "word": "", "energy": None, "anxiety": None,
        "confidence": None, "sleep": None, "emotions": [], "factors": [], "note": "",
        "deleted": False,
    },
)  # fmt: skip

Rating = Annotated[int, Meta(ge=1, le=5)]
Instant = Annotated[int, Meta(ge=0, le=4_102_444_800_000)]


class EntryChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a habit's day."""

    value: Annotated[int, Meta(ge=0, le=1)] | UnsetType = UNSET
    skipped: bool | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


class AmountChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of an addition to a measured habit's day."""

    habit_id: UUID | UnsetType = UNSET
    day: date | UnsetType = UNSET
    at: Instant | UnsetType = UNSET
    amount: Annotated[float, Meta(ge=-1_000_000, le=1_000_000)] | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


class PauseChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a pause; without a habit it is for all."""

    habit_id: UUID | UnsetType | None = UNSET
    first_day: date | UnsetType = UNSET
    last_day: date | UnsetType | None = UNSET
    deleted: bool | UnsetType = UNSET


class MoodChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a mood."""

    day: date | UnsetType = UNSET
    at: Instant | UnsetType = UNSET
    level: Rating | UnsetType = UNSET
    word: Annotated[str, Meta(max_length=24, pattern=NO_NUL)] | UnsetType = UNSET
    energy: Rating | UnsetType | None = UNSET
    anxiety: Rating | UnsetType | None = UNSET
    confidence: Rating | UnsetType | None = UNSET
    sleep: Rating | UnsetType | None = UNSET
    emotions: Annotated[list[str], Meta(max_length=12)] | UnsetType = UNSET
    factors: Annotated[list[UUID], Meta(max_length=40)] | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=10_000, pattern=NO_NUL)] | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


def require_day(day: date, today: date) -> None:
    """Raises Rejected when a check-in may not be for that day."""
    if not rules.day_allowed(day, today):
        raise Rejected("out-of-range", "Check-ins reach from a year back to tomorrow.")


def parse_entry(fields: Fields) -> Fields:
    """Validated changes of an entry; raises Rejected."""
    return parse(EntryChange, fields)


def parse_amount(fields: Fields, today: date) -> Fields:
    """Validated changes of an amount; raises Rejected."""
    change = parse(AmountChange, fields)
    if "day" in change:
        require_day(change["day"], today)
    return change


def parse_pause(fields: Fields) -> Fields:
    """Validated changes of a pause; raises Rejected."""
    change = parse(PauseChange, fields)
    for name in ("first_day", "last_day"):
        day = change.get(name)
        if day is not None and not 1900 <= day.year <= 2200:
            raise Rejected("out-of-range", "This date is out of range.")
    return change


def parse_mood(fields: Fields, today: date) -> Fields:
    """Validated changes of a mood; raises Rejected."""
    change = parse(MoodChange, fields)
    if "day" in change:
        require_day(change["day"], today)
    if set(change.get("emotions", ())) - PLACES.keys():
        raise Rejected("invalid", "One of these emotions is not known.")
    return change


def check_amount(fields: Fields) -> None:
    """An amount has its habit, day, instant and number; raises Rejected."""
    if any(fields[name] is None for name in ("habit_id", "day", "at", "amount")):
        raise Rejected("invalid", "A new amount needs habitId, day, at and amount.")


def check_pause(fields: Fields) -> None:
    """A pause begins, and ends no earlier than that; raises Rejected."""
    first, last = fields["first_day"], fields["last_day"]
    if first is None or (last is not None and last < first):
        raise Rejected("invalid", "A pause needs a first day, and a last one no earlier.")


def check_mood(fields: Fields) -> None:
    """A mood has its day, instant and level; raises Rejected."""
    if any(fields[name] is None for name in ("day", "at", "level")):
        raise Rejected("invalid", "A new mood needs day, at and level.")
