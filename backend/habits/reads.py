"""Habits as other rooms see them."""

from datetime import date
from uuid import UUID

import msgspec

from backend import database
from backend.database import as_date, as_uuid
from backend.habits import queries
from backend.habits.changes import Kind, Schedule


class Habit(msgspec.Struct, frozen=True, kw_only=True):
    """A habit as other rooms see it; the fields mean what they mean in its table."""

    id: UUID
    name: str
    created_on: date
    icon: str = ""
    colour: int = 0
    kind: Kind = "yes_no"
    schedule: Schedule = "weekdays"
    weekdays: int = 127
    times: int = 1
    days: int = 1
    starts_on: date | None = None
    target: float = 1.0
    unit: str = ""
    step: float = 1.0
    plan_when: str = ""
    plan_then: str = ""
    group_id: UUID | None = None
    position: int = 0
    archived: bool = False


async def active(user_id: UUID) -> list[Habit]:
    """A person's habits that are not deleted, archived ones included, in their order."""
    return [of_row(row) for row in await queries.of_user(database.connection(), user_id)]


def of_row(row: database.Row) -> Habit:
    """The habit that a row of `queries` holds."""
    read = {
        "id": as_uuid(row["id"]),
        "created_on": as_date(row["created_on"]),
        "starts_on": as_date(row["starts_on"]) if row["starts_on"] else None,
        "group_id": as_uuid(row["group_id"]) if row["group_id"] else None,
        "archived": bool(row["archived"]),
    }
    return Habit(**{**row, **read})
