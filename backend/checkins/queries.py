"""SQL of check-ins."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, among, as_date, as_uuid, listed, marks, rows


class DayMean(msgspec.Struct, frozen=True):
    """A day's mean mood (1 to 5) and how many moods it is of."""

    day: date
    mean: float
    count: int


class MoodDetail(msgspec.Struct, frozen=True):
    """One mood with its optional ratings and tags."""

    day: date
    level: int
    anxiety: int | None
    confidence: int | None
    tags: list[str]


async def day_means(db: BaseDBAsyncClient, user_id: UUID, first: date, last: date) -> list[DayMean]:
    """Mean mood of each day that has one."""
    found = await rows(
        db,
        "SELECT day, AVG(level) AS mean, COUNT(*) AS count FROM moods"
        " WHERE user_id = ? AND day BETWEEN ? AND ? AND deleted = ? GROUP BY day ORDER BY day",
        user_id, first, last, False,
    )  # fmt: skip
    return [DayMean(as_date(r["day"]), float(r["mean"]), r["count"]) for r in found]


async def mood_details(
    db: BaseDBAsyncClient, user_id: UUID, first: date, last: date
) -> list[MoodDetail]:
    """Every mood of those days."""
    found = await rows(
        db,
        "SELECT day, level, anxiety, confidence, tags FROM moods"
        " WHERE user_id = ? AND day BETWEEN ? AND ? AND deleted = ? ORDER BY at",
        user_id, first, last, False,
    )  # fmt: skip
    return [
        MoodDetail(
            as_date(r["day"]), r["level"], r["anxiety"], r["confidence"], json.loads(r["tags"])
        )
        for r in found
    ]


async def done_days(
    db: BaseDBAsyncClient, user_id: UUID, first: date, last: date
) -> dict[UUID, set[date]]:
    """Days done, by habit."""
    found = await rows(
        db,
        "SELECT habit_id, day FROM entries"
        " WHERE user_id = ? AND day BETWEEN ? AND ? AND value = 1 AND deleted = ?",
        user_id, first, last, False,
    )  # fmt: skip
    days: dict[Any, set[date]] = {}
    for row in found:
        days.setdefault(row["habit_id"], set()).add(as_date(row["day"]))
    return {as_uuid(habit_id): done for habit_id, done in days.items()}


async def last_day(db: BaseDBAsyncClient, user_id: UUID) -> date | None:
    """The newest day with a check-in."""
    found = await rows(
        db,
        "SELECT MAX(day) AS day FROM (SELECT MAX(day) AS day FROM moods"
        " WHERE user_id = ? AND deleted = ? UNION ALL SELECT MAX(day) FROM entries"
        " WHERE user_id = ? AND deleted = ?) AS newest",
        user_id, False, user_id, False,
    )  # fmt: skip
    return as_date(found[0]["day"]) if found[0]["day"] else None


async def newest_stamps(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> list[Row]:
    """The stamps of each person's newest entry and newest mood: one step into the feed indexes."""
    if not user_ids:
        return []
    newest = "SELECT stamps FROM {0} WHERE {0}.user_id = u.id ORDER BY {0}.seq DESC LIMIT 1"
    return await rows(
        db,
        f"SELECT u.id, ({newest.format('entries')}) AS entry, ({newest.format('moods')}) AS mood"
        f" FROM users u WHERE u.id IN ({marks(len(user_ids))})",
        *user_ids,
    )


async def existing_pairs(
    db: BaseDBAsyncClient,
    table: Literal["entries", "moods"],
    column: Literal["habit_id", "user_id"],
    pairs: Sequence[tuple[UUID, date]],
) -> set[tuple[UUID, date]]:
    """Those pairs of id and day that have a row that counts."""
    if not pairs:
        return set()
    counts = " AND value = 1" if table == "entries" else ""
    found = await rows(
        db,
        f"SELECT DISTINCT {column} AS id, day FROM {table}"
        f" WHERE {column} {among(db)} AND day {among(db)} AND deleted = ?{counts}",
        listed(db, [found for found, _ in pairs]),
        listed(db, {day for _, day in pairs}),
        False,
    )
    return {(as_uuid(r["id"]), as_date(r["day"])) for r in found}.intersection(pairs)
