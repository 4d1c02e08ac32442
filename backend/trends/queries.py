"""SQL of insights: when each person's data is looked at, and every look that was made."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import (
    Row,
    among,
    as_date,
    as_uuid,
    is_sqlite,
    listed,
    many,
    marks,
    rows,
    uuid7,
)


class Plan(msgspec.Struct, frozen=True):
    """The first day with a mood, the next look, and what the last look was at."""

    anchor: date
    next_look_on: date
    focus: list[str]


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `insight_looks`: what one look said of a habit or factor, and what it rests on."""

    looked_on: date
    method: str
    kind: str
    subject_id: UUID
    timing: str
    state: str
    since: date | None
    sign: int
    days: int
    used: int
    done: int
    lacks: list[dict[str, Any]]
    estimate: float | None
    low: float | None
    high: float | None
    level: float | None
    p: float | None
    adjusted: float | None
    mood_first: bool
    tested: int


_COLUMNS = Look.__struct_fields__


async def plan(db: BaseDBAsyncClient, user_id: UUID) -> Plan | None:
    """When a person is looked at; None before they chose anything."""
    found = await rows(
        db, "SELECT anchor, next_look_on, focus FROM insight_plans WHERE user_id = ?", user_id
    )
    return _plan(found[0]) if found else None


def _plan(row: Row) -> Plan:
    return Plan(as_date(row["anchor"]), as_date(row["next_look_on"]), _decoded(row["focus"]))


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


async def begin(db: BaseDBAsyncClient, user_id: UUID, made: Plan, since: date) -> bool:
    """Stores a person's first plan; False when somebody else did so meanwhile."""
    found = await rows(
        db,
        "INSERT INTO insight_plans (user_id, anchor, next_look_on, focus, focus_since)"
        f" VALUES ({marks(5)}) ON CONFLICT (user_id) DO NOTHING RETURNING user_id",
        user_id, made.anchor, made.next_look_on, json.dumps(made.focus), since,
    )  # fmt: skip
    return bool(found)


async def move_on(
    db: BaseDBAsyncClient, user_id: UUID, before: Plan, after: Plan, since: date | None
) -> bool:
    """Moves a plan to its next look; False when somebody else did so meanwhile.

    `since` is the day of a new focus, None when it stays.
    """
    found = await rows(
        db,
        "UPDATE insight_plans SET next_look_on = ?, focus = ?, lease_until = NULL,"
        " focus_since = COALESCE(?, focus_since) WHERE user_id = ? AND next_look_on = ?"
        " RETURNING user_id",
        after.next_look_on, json.dumps(after.focus), since, user_id, before.next_look_on,
    )  # fmt: skip
    return bool(found)


async def insert(db: BaseDBAsyncClient, user_id: UUID, looks: Sequence[Look]) -> None:
    """Keeps looks; one that is there already stays as it was."""
    batch = [(uuid7(), user_id, *_encoded(look)) for look in looks]
    await many(
        db,
        f"INSERT INTO insight_looks (id, user_id, {', '.join(_COLUMNS)})"
        f" VALUES ({marks(len(_COLUMNS) + 2)})"
        " ON CONFLICT (user_id, kind, subject_id, timing, looked_on) DO NOTHING",
        batch,
    )


def _encoded(look: Look) -> list[Any]:
    values = (getattr(look, column) for column in _COLUMNS)
    return [json.dumps(value) if isinstance(value, list) else value for value in values]


async def looks(db: BaseDBAsyncClient, user_id: UUID, subject_ids: Sequence[UUID]) -> list[Look]:
    """Every look at these habits and factors, newest first."""
    if not subject_ids:
        return []
    found = await rows(
        db,
        f"SELECT {', '.join(_COLUMNS)} FROM insight_looks"
        f" WHERE user_id = ? AND subject_id {among(db)} ORDER BY looked_on DESC, timing DESC",
        user_id, listed(db, subject_ids),
    )  # fmt: skip
    return [_look(row) for row in found]


def _look(row: Mapping[str, Any]) -> Look:
    read = {
        "looked_on": as_date(row["looked_on"]),
        "subject_id": as_uuid(row["subject_id"]),
        "since": as_date(row["since"]) if row["since"] else None,
        "lacks": _decoded(row["lacks"]),
        "mood_first": bool(row["mood_first"]),
    }
    return Look(**{**row, **read})


async def due(db: BaseDBAsyncClient, latest: date, now: int, most: int) -> list[Row]:
    """People whose next look is by that day and whom nobody holds, with what their day is."""
    return await rows(
        db,
        "SELECT i.user_id, i.next_look_on, p.zone, p.day_starts_at FROM insight_plans i"
        " JOIN profiles p ON p.user_id = i.user_id WHERE i.next_look_on <= ?"
        " AND (i.lease_until IS NULL OR i.lease_until <= ?)"
        f" ORDER BY i.next_look_on LIMIT {most}",
        latest, now,
    )  # fmt: skip


async def claim(
    db: BaseDBAsyncClient, user_ids: Sequence[UUID], now: int, until: int
) -> list[UUID]:
    """Those of these people that nobody else holds; held until then."""
    lock = "" if is_sqlite(db) else " FOR UPDATE SKIP LOCKED"
    free = (
        f"SELECT user_id FROM insight_plans WHERE user_id {among(db)}"
        f" AND (lease_until IS NULL OR lease_until <= ?){lock}"
    )
    found = await rows(
        db,
        f"UPDATE insight_plans SET lease_until = ? WHERE user_id IN ({free}) RETURNING user_id",
        until, listed(db, user_ids), now,
    )  # fmt: skip
    return [as_uuid(row["user_id"]) for row in found]
