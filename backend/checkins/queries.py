"""SQL of check-ins."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, among, as_date, as_uuid, listed, marks, rows


class DayMean(msgspec.Struct, frozen=True):
    """A day's mean mood (1 to 5) and how many moods it is of."""

    day: date
    mean: float
    count: int


class MoodDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One mood with what a person chose to say beside it; factors by their names."""

    day: date
    level: int
    energy: int | None = None
    anxiety: int | None = None
    confidence: int | None = None
    sleep: int | None = None
    emotions: list[str] = []
    factors: list[str] = []


class Pause(msgspec.Struct, frozen=True):
    """Days that do not count, of one habit or (None) of all; without a last day it goes on."""

    habit_id: UUID | None
    first_day: date
    last_day: date | None


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
        "SELECT day, level, energy, anxiety, confidence, sleep, emotions, factors FROM moods"
        " WHERE user_id = ? AND day BETWEEN ? AND ? AND deleted = ? ORDER BY at",
        user_id, first, last, False,
    )  # fmt: skip
    names = await _factor_names(db, user_id) if found else {}
    return [_mood(row, names) for row in found]


def _mood(row: Row, names: Mapping[str, str]) -> MoodDetail:
    chosen = dict.fromkeys(_list(row["factors"]))
    read = {
        "day": as_date(row["day"]),
        "emotions": _list(row["emotions"]),
        "factors": [names[factor] for factor in chosen if factor in names],
    }
    return MoodDetail(**{**row, **read})


def _list(value: Any) -> list[str]:
    found: list[str] = msgspec.json.decode(value) if isinstance(value, str) else value
    return found


async def _factor_names(db: BaseDBAsyncClient, user_id: UUID) -> dict[str, str]:
    """What a person's factors are called, those of the past too."""
    found = await rows(db, "SELECT id, name FROM factors WHERE user_id = ?", user_id)
    return {str(row["id"]): row["name"] for row in found}


async def pauses(db: BaseDBAsyncClient, user_id: UUID, first: date, last: date) -> list[Pause]:
    """The pauses that touch those days, oldest first."""
    found = await rows(
        db,
        "SELECT habit_id, first_day, last_day FROM pauses WHERE user_id = ? AND deleted = ?"
        " AND first_day <= ? AND (last_day IS NULL OR last_day >= ?) ORDER BY first_day, id",
        user_id, False, last, first,
    )  # fmt: skip
    return [_pause(row) for row in found]


def _pause(row: Row) -> Pause:
    habit, last = row["habit_id"], row["last_day"]
    return Pause(
        as_uuid(habit) if habit else None,
        as_date(row["first_day"]),
        as_date(last) if last else None,
    )


async def last_day(db: BaseDBAsyncClient, user_id: UUID) -> date | None:
    """The newest day with a check-in."""
    newest = "SELECT MAX(day) AS day FROM {} WHERE user_id = ? AND deleted = ?"
    parts = " UNION ALL ".join(newest.format(table) for table in ("moods", "entries", "amounts"))
    found = await rows(
        db, f"SELECT MAX(day) AS day FROM ({parts}) AS newest", *(user_id, False) * 3
    )
    return as_date(found[0]["day"]) if found[0]["day"] else None


async def newest_stamps(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> list[Row]:
    """The stamps of each person's newest entry, amount and mood: a step into each feed index."""
    if not user_ids:
        return []
    newest = "(SELECT stamps FROM {0} WHERE {0}.user_id = u.id ORDER BY {0}.seq DESC LIMIT 1)"
    asked = ", ".join(f"{newest.format(table)} AS {table}" for table in CHECK_INS)
    return await rows(
        db,
        f"SELECT u.id, {asked} FROM users u WHERE u.id IN ({marks(len(user_ids))})",
        *user_ids,
    )


CHECK_INS = ("entries", "amounts", "moods")
Pair = tuple[UUID, date]


async def _pairs(db: BaseDBAsyncClient, pairs: Sequence[Pair], text: str) -> set[Pair]:
    """Those pairs that a statement with one `{ids}` and one `{days}` finds."""
    if not pairs:
        return set()
    asked = (listed(db, {found for found, _ in pairs}), listed(db, {day for _, day in pairs}))
    found = await rows(db, text.format(ids=among(db), days=among(db)), *asked)
    return {(as_uuid(r["id"]), as_date(r["day"])) for r in found}.intersection(pairs)


async def skipped(db: BaseDBAsyncClient, pairs: Sequence[Pair]) -> set[Pair]:
    """Those pairs of habit and day that are skipped."""
    text = "SELECT habit_id AS id, day FROM entries WHERE habit_id {ids} AND day {days}"
    return await _pairs(db, pairs, f"{text} AND skipped AND NOT deleted")


async def with_mood(db: BaseDBAsyncClient, pairs: Sequence[Pair]) -> set[Pair]:
    """Those pairs of person and day that have a mood."""
    text = "SELECT DISTINCT user_id AS id, day FROM moods WHERE user_id {ids} AND day {days}"
    return await _pairs(db, pairs, f"{text} AND NOT deleted")


async def pauses_of_habits(
    db: BaseDBAsyncClient, habit_ids: Sequence[UUID], first: date, last: date
) -> list[Row]:
    """The pauses of these habits that touch those days, their owner's pauses of all included."""
    if not habit_ids:
        return []
    return await rows(
        db,
        "SELECT h.id, p.first_day, p.last_day FROM habits h JOIN pauses p ON p.user_id = h.user_id"
        f" WHERE h.id {among(db)} AND (p.habit_id IS NULL OR p.habit_id = h.id)"
        " AND NOT p.deleted AND p.first_day <= ? AND (p.last_day IS NULL OR p.last_day >= ?)",
        listed(db, habit_ids), last, first,
    )  # fmt: skip
