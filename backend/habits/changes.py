"""Habits and their groups as synced things: tables, and what an operation may change."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.synced import NO_NUL, NOT_BLANK, Fields, Rejected, Table, parse

Kind = Literal["yes_no", "at_least", "at_most", "avoid"]
Schedule = Literal["weekdays", "per_week", "per_month", "rolling", "interval"]

GROUPS = Table(
    "habit_groups",
    ("id",),
    {"name": "plain", "position": "plain", "deleted": "bool"},
    {"name": "", "position": 0, "deleted": False},
)
HABITS = Table(
    "habits",
    ("id",),
    {
        "name": "plain", "icon": "plain", "colour": "plain", "kind": "plain",
        "schedule": "plain", "weekdays": "plain", "times": "plain", "days": "plain",
        "starts_on": "date", "target": "plain", "unit": "plain", "step": "plain",
        "plan_when": "plain", "plan_then": "plain", "group_id": "uuid", "position": "plain",
        "created_on": "date", "archived": "bool", "deleted": "bool",
    },
    {
        "name": "", "icon": "", "colour": 0, "kind": "yes_no", "schedule": "weekdays",
        "weekdays": 127, "times": 1, "days": 1, "starts_on": None, "target": 1.0, "unit": "",
        "step": 1.0, "plan_when": "", "plan_then": "", "group_id": None, "position": 0,
        "created_on": None, "archived": False, "deleted": False,
    },
)  # fmt: skip

Position = Annotated[int, Meta(ge=0, le=10_000)]
Plan = Annotated[str, Meta(max_length=120, pattern=NO_NUL)]


class GroupChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a group."""

    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=NOT_BLANK)] | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


class HabitChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a habit."""

    name: Annotated[str, Meta(min_length=1, max_length=80, pattern=NOT_BLANK)] | UnsetType = UNSET
    icon: Annotated[str, Meta(max_length=16, pattern=NO_NUL)] | UnsetType = UNSET
    colour: Annotated[int, Meta(ge=0, le=7)] | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    schedule: Schedule | UnsetType = UNSET
    weekdays: Annotated[int, Meta(ge=1, le=127)] | UnsetType = UNSET
    times: Annotated[int, Meta(ge=1, le=31)] | UnsetType = UNSET
    days: Annotated[int, Meta(ge=1, le=365)] | UnsetType = UNSET
    starts_on: date | UnsetType | None = UNSET
    target: Annotated[float, Meta(ge=0, le=1_000_000)] | UnsetType = UNSET
    unit: Annotated[str, Meta(max_length=20, pattern=NO_NUL)] | UnsetType = UNSET
    step: Annotated[float, Meta(gt=0, le=1_000_000)] | UnsetType = UNSET
    plan_when: Plan | UnsetType = UNSET
    plan_then: Plan | UnsetType = UNSET
    group_id: UUID | UnsetType | None = UNSET
    position: Position | UnsetType = UNSET
    created_on: date | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


def parse_group(fields: Fields) -> Fields:
    """Validated changes of a group; raises Rejected."""
    return parse(GroupChange, fields)


def parse_habit(fields: Fields) -> Fields:
    """Validated changes of a habit; raises Rejected."""
    change = parse(HabitChange, fields)
    for name in ("created_on", "starts_on"):
        day = change.get(name)
        if day is not None and not 1900 <= day.year <= 2200:
            raise Rejected("out-of-range", "This date is out of range.")
    return change


def check_group(fields: Fields) -> None:
    """A group has a name; raises Rejected."""
    if not fields["name"]:
        raise Rejected("invalid", "A new group needs a name.")


def check_habit(fields: Fields) -> None:
    """A habit has a name, a first day and a schedule that can be kept; raises Rejected."""
    if not fields["name"] or fields["created_on"] is None:
        raise Rejected("invalid", "A new habit needs a name and a first day.")
    if fields["schedule"] == "rolling" and fields["times"] > fields["days"]:
        raise Rejected("invalid", "More times than days cannot be kept.")
