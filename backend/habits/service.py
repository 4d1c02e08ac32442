"""Habits: what a synced operation may change, and what other rooms may read."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.database import as_date, as_uuid
from backend.habits import queries
from backend.synced import Fields, Rejected, Table, parse

TABLE = Table(
    "habits",
    ("id",),
    {
        "name": "plain", "icon": "plain", "colour": "plain", "kind": "plain",
        "weekdays": "plain", "position": "plain", "created_on": "date",
        "archived": "bool", "deleted": "bool",
    },
    {
        "name": "", "icon": "", "colour": 0, "kind": "yes_no", "weekdays": 127, "position": 0,
        "created_on": None, "archived": False, "deleted": False,
    },
)  # fmt: skip

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*[^\s\x00][^\x00]*\Z")]


class HabitChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a habit."""

    name: Name | UnsetType = UNSET
    icon: Annotated[str, Meta(max_length=16, pattern=r"^[^\x00]*\Z")] | UnsetType = UNSET
    colour: Annotated[int, Meta(ge=0, le=7)] | UnsetType = UNSET
    kind: Literal["yes_no"] | UnsetType = UNSET
    weekdays: Annotated[int, Meta(ge=1, le=127)] | UnsetType = UNSET
    position: Annotated[int, Meta(ge=0, le=10_000)] | UnsetType = UNSET
    created_on: date | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


class Habit(msgspec.Struct, frozen=True):
    """A habit as other rooms see it."""

    id: UUID
    name: str
    weekdays: int
    created_on: date
    archived: bool


def parse_change(fields: Fields) -> Fields:
    """Validated changes of a habit; raises Rejected."""
    change = parse(HabitChange, fields)
    created = change.get("created_on")
    if created is not None and not 1900 <= created.year <= 2200:
        raise Rejected("out-of-range", "This date is out of range.")
    return change


def require_complete(fields: Fields) -> None:
    """A new habit needs a name and the day it begins; raises Rejected."""
    if not fields["name"] or fields["created_on"] is None:
        raise Rejected("invalid", "A new habit needs a name and a first day.")


async def active(user_id: UUID) -> list[Habit]:
    """A person's habits that are not deleted, archived ones included, in their order."""
    found = await queries.of_user(database.connection(), user_id)
    return [
        Habit(
            as_uuid(row["id"]), row["name"], row["weekdays"],
            as_date(row["created_on"]), bool(row["archived"]),
        )
        for row in found
    ]  # fmt: skip


async def due_habits(db: BaseDBAsyncClient, habit_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the habits that still exist and are neither archived nor deleted."""
    return await queries.alive(db, habit_ids)


async def names(db: BaseDBAsyncClient, habit_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What these habits are called."""
    return await queries.names(db, habit_ids)


async def owns(db: BaseDBAsyncClient, user_id: UUID, habit_id: UUID) -> bool:
    """True when the habit is that person's and not deleted."""
    return await queries.owned(db, user_id, habit_id)
