"""A person's settings: their shape, their synced table and what other rooms may read."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.database import rows
from backend.synced import NOT_BLANK, Fields, Record, Rejected, Table, parse

Language = Literal["en", "de"]
Flag = Literal["psychosis", "bipolar", "in_recovery", "pregnant", "eating_disorder"]
Medicine = Literal[
    "ssri", "snri", "maoi", "tricyclic", "triptan", "lithium", "stimulant", "opioid", "other"
]
Hour = Annotated[int, Meta(ge=0, le=23)]
Country = Annotated[str, Meta(pattern=r"^([A-Z]{2})?\Z")]
Year = Annotated[int, Meta(ge=1900, le=2100)]
Instant = Annotated[int, Meta(ge=0, le=4_102_444_800_000)]
Minute = Annotated[int, Meta(ge=0, le=1439)]
Limit = Annotated[int, Meta(ge=1, le=20)]
Weekday = Annotated[int, Meta(ge=0, le=6)]
Topic = Literal[
    "habits", "emotional_control", "self_confidence", "diet_anxiety", "ketamine_therapy",
    "psilocybin", "serotonin_syndrome",
]  # fmt: skip
Questionnaire = Literal["phq8", "gad7"]
Focus = Annotated[str, Meta(pattern=r"^(habit|factor):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
MoodPart = Literal["emotions", "energy", "anxiety", "confidence", "sleep", "factors", "note"]


class MoodLevel(msgspec.Struct, forbid_unknown_fields=True):
    """A person's own name for a mood, and which of the levels 1 to 5 it counts as."""

    name: Annotated[str, Meta(min_length=1, max_length=24, pattern=NOT_BLANK)]
    level: Annotated[int, Meta(ge=1, le=5)]


class Profile(msgspec.Struct, rename="camel", kw_only=True):
    """A person's settings as clients see them."""

    zone: str
    day_starts_at: int
    language: str
    country: str
    birth_year: int | None
    adult: bool
    treatments: bool
    flags: list[str]
    medicines: list[str]
    medicine_changed_on: date | None
    suggestions: bool
    help_pressed_at: int | None
    quiet_from: int | None
    quiet_to: int | None
    reminder_limit: int
    open_texts: bool
    mail_fallback: bool
    week_starts_on: int
    streaks: bool
    mood_parts: list[MoodPart]
    mood_scale: list[MoodLevel]
    welcomed: bool
    interests: list[Topic]
    focus: list[str]
    questionnaires: list[Questionnaire]


class ProfileChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a profile."""

    zone: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    day_starts_at: Hour | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    country: Country | UnsetType = UNSET
    birth_year: Year | UnsetType | None = UNSET
    adult: bool | UnsetType = UNSET
    treatments: bool | UnsetType = UNSET
    flags: Annotated[list[Flag], Meta(max_length=5)] | UnsetType = UNSET
    medicines: Annotated[list[Medicine], Meta(max_length=9)] | UnsetType = UNSET
    medicine_changed_on: date | UnsetType | None = UNSET
    suggestions: bool | UnsetType = UNSET
    help_pressed_at: Instant | UnsetType | None = UNSET
    quiet_from: Minute | UnsetType | None = UNSET
    quiet_to: Minute | UnsetType | None = UNSET
    reminder_limit: Limit | UnsetType = UNSET
    open_texts: bool | UnsetType = UNSET
    mail_fallback: bool | UnsetType = UNSET
    week_starts_on: Weekday | UnsetType = UNSET
    streaks: bool | UnsetType = UNSET
    mood_parts: Annotated[list[MoodPart], Meta(max_length=7)] | UnsetType = UNSET
    mood_scale: Annotated[list[MoodLevel], Meta(max_length=10)] | UnsetType = UNSET
    welcomed: bool | UnsetType = UNSET
    interests: Annotated[list[Topic], Meta(max_length=7)] | UnsetType = UNSET
    focus: Annotated[list[Focus], Meta(max_length=3)] | UnsetType = UNSET
    questionnaires: Annotated[list[Questionnaire], Meta(max_length=2)] | UnsetType = UNSET


TABLE = Table(
    "profiles",
    ("user_id",),
    {
        "zone": "plain", "day_starts_at": "plain", "language": "plain", "country": "plain",
        "birth_year": "plain", "adult": "bool", "treatments": "bool", "flags": "json",
        "medicines": "json", "medicine_changed_on": "date", "suggestions": "bool",
        "help_pressed_at": "plain", "quiet_from": "plain", "quiet_to": "plain",
        "reminder_limit": "plain", "open_texts": "bool", "mail_fallback": "bool",
        "week_starts_on": "plain", "streaks": "bool", "mood_parts": "json",
        "mood_scale": "json", "welcomed": "bool", "interests": "json", "focus": "json",
        "questionnaires": "json",
    },
    {},
)  # fmt: skip


def parse_change(fields: Fields) -> Fields:
    """Validated changes of a profile; raises Rejected."""
    change = parse(ProfileChange, fields)
    if "mood_scale" in change:
        change["mood_scale"] = msgspec.to_builtins(change["mood_scale"])
    for name in ("interests", "focus", "questionnaires"):
        if len(set(change.get(name, ()))) < len(change.get(name, ())):
            raise Rejected("invalid", "Something is named twice.")
    if "zone" in change:
        try:
            clock.zone(change["zone"])
        except clock.UnknownZone as error:
            raise Rejected("unknown-zone", "This time zone is not known.") from error
    ends = [change[name] for name in ("quiet_from", "quiet_to") if name in change]
    # Together, so that they have one stamp and the ends of two devices never mix.
    if len(ends) == 1 or len({end is None for end in ends}) == 2:
        raise Rejected("invalid", "Quiet hours have two ends or none.")
    return change


def of_record(record: Record) -> Profile:
    """The profile that a stored row holds."""
    return Profile(**record.fields)


async def profile(user_id: UUID) -> Profile:
    """A person's settings."""
    return of_record((await TABLE.load(database.connection(), user_id, [(user_id,)]))[0])


class ReminderProfile(msgspec.Struct, frozen=True):
    """What a notification needs to know of its reader."""

    language: str
    day_starts_at: int
    zone: str
    quiet_from: int | None = None
    quiet_to: int | None = None
    reminder_limit: int = 2
    open_texts: bool = False
    mail_fallback: bool = False


_REMINDER_COLUMNS = ", ".join(ReminderProfile.__struct_fields__)


async def reminder_profiles(
    db: BaseDBAsyncClient, user_ids: Sequence[UUID]
) -> dict[UUID, ReminderProfile]:
    """What notifications need to know of many people at once."""
    if not user_ids:
        return {}
    found = await rows(
        db,
        f"SELECT user_id, {_REMINDER_COLUMNS} FROM profiles"
        f" WHERE user_id IN ({database.marks(len(user_ids))})",
        *user_ids,
    )
    return {database.as_uuid(row.pop("user_id")): _reminder_profile(row) for row in found}


def _reminder_profile(row: database.Row) -> ReminderProfile:
    """The row with SQLite's numbers as truth values."""
    flags = {name: bool(row[name]) for name in ("open_texts", "mail_fallback")}
    return ReminderProfile(**{**row, **flags})


def today(profile_: Profile | ReminderProfile) -> date:
    """The personal day of this moment for somebody with that profile."""
    return clock.today(profile_.zone, profile_.day_starts_at)
