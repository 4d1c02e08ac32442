"""Factors and events as synced things: what a person notes beside their moods."""

from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.synced import NO_NUL, NOT_BLANK, Fields, Rejected, Table, parse

EventKind = Literal["medicine", "therapy", "treatment", "holiday", "illness", "life", "other"]
DAYS_AHEAD = 366

FACTORS = Table(
    "factors",
    ("id",),
    {
        "name": "plain", "group": "plain", "icon": "plain", "position": "plain",
        "archived": "bool", "deleted": "bool",
    },
    {"name": "", "group": "", "icon": "", "position": 0, "archived": False, "deleted": False},
)  # fmt: skip
EVENTS = Table(
    "events",
    ("id",),
    {
        "name": "plain", "kind": "plain", "day": "date", "ends_on": "date",
        "follow_up_on": "date", "note": "sealed", "deleted": "bool",
    },
    {
        "name": "", "kind": "other", "day": None, "ends_on": None, "follow_up_on": None,
        "note": "", "deleted": False,
    },
)  # fmt: skip


class FactorChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a factor."""

    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=NOT_BLANK)] | UnsetType = UNSET
    group: Annotated[str, Meta(max_length=40, pattern=NO_NUL)] | UnsetType = UNSET
    icon: Annotated[str, Meta(max_length=16, pattern=NO_NUL)] | UnsetType = UNSET
    position: Annotated[int, Meta(ge=0, le=10_000)] | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


class EventChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of an event."""

    name: Annotated[str, Meta(min_length=1, max_length=80, pattern=NOT_BLANK)] | UnsetType = UNSET
    kind: EventKind | UnsetType = UNSET
    day: date | UnsetType = UNSET
    ends_on: date | UnsetType | None = UNSET
    follow_up_on: date | UnsetType | None = UNSET
    note: Annotated[str, Meta(max_length=2_000, pattern=NO_NUL)] | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


def parse_factor(fields: Fields) -> Fields:
    """Validated changes of a factor; raises Rejected."""
    return parse(FactorChange, fields)


def parse_event(fields: Fields, today: date) -> Fields:
    """Validated changes of an event; raises Rejected."""
    change = parse(EventChange, fields)
    day, ends_on = change.get("day"), change.get("ends_on")
    if day is not None and not date(1900, 1, 1) <= day <= today + timedelta(days=DAYS_AHEAD):
        raise Rejected("out-of-range", "Events reach from 1900 to a year ahead.")
    if ends_on is not None and ends_on.year > 2200:
        raise Rejected("out-of-range", "This date is out of range.")
    return change


def check_factor(fields: Fields) -> None:
    """A factor has a name; raises Rejected."""
    if not fields["name"]:
        raise Rejected("invalid", "A new factor needs a name.")


def check_event(fields: Fields) -> None:
    """An event has a name and days in their order; raises Rejected."""
    day, ends_on, follow_up_on = fields["day"], fields["ends_on"], fields["follow_up_on"]
    if not fields["name"] or day is None:
        raise Rejected("invalid", "A new event needs a name and a day.")
    if ends_on is not None and ends_on < day:
        raise Rejected("invalid", "An event ends no earlier than it begins.")
    latest = day + timedelta(days=DAYS_AHEAD)
    if follow_up_on is not None and not day < follow_up_on <= latest:
        raise Rejected("invalid", "A follow-up is within the twelve months after the event.")
