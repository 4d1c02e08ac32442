"""SQL of whole habits: every day of some habits in a handful of rows.

A row for each day would cost more than all that is computed from them.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, among, as_date, as_uuid, is_sqlite, listed, rows

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Pair = tuple[UUID, date]


def _number(db: BaseDBAsyncClient) -> str:
    """The days since 1970-01-01 of a row's day."""
    if is_sqlite(db):
        return "CAST(julianday(day) - 2440587.5 AS INTEGER)"
    return "(day - DATE '1970-01-01')"


def _packed(db: BaseDBAsyncClient, what: str) -> str:
    """All values of a group in one: text between commas, or an array."""
    return f"group_concat({what})" if is_sqlite(db) else f"array_agg({what})"


def _unpacked(value: Any) -> Floats:
    if isinstance(value, str):
        return np.fromstring(value, np.float64, sep=",")
    return np.array(value, np.float64)


async def entries(
    db: BaseDBAsyncClient, habit_ids: Sequence[UUID]
) -> dict[UUID, tuple[Numbers, Numbers]]:
    """Day numbers and marks (1 for a value of 1, plus 2 for skipped) of each habit's entries."""
    if not habit_ids:
        return {}
    what = f"{_number(db)} * 4 + value + CASE WHEN skipped THEN 2 ELSE 0 END"
    found = await rows(
        db,
        f"SELECT habit_id, {_packed(db, what)} AS packed FROM entries"
        f" WHERE habit_id {among(db)} AND NOT deleted GROUP BY habit_id",
        listed(db, habit_ids),
    )
    return {as_uuid(row["habit_id"]): _marked(row) for row in found}


def _marked(row: Row) -> tuple[Numbers, Numbers]:
    packed = _unpacked(row["packed"]).astype(np.int64)
    return packed >> 2, packed & 3


async def amounts(
    db: BaseDBAsyncClient, habit_ids: Sequence[UUID]
) -> dict[UUID, tuple[Numbers, Floats]]:
    """Day numbers and sums of the amounts of each habit's days."""
    if not habit_ids:
        return {}
    found = await rows(
        db,
        f"SELECT habit_id, {_packed(db, 'number')} AS numbers, {_packed(db, 'total')} AS totals"
        f" FROM (SELECT habit_id, {_number(db)} AS number, SUM(amount) AS total FROM amounts"
        f" WHERE habit_id {among(db)} AND NOT deleted GROUP BY habit_id, day) AS sums"
        " GROUP BY habit_id",
        listed(db, habit_ids),
    )
    return {
        as_uuid(row["habit_id"]): (
            _unpacked(row["numbers"]).astype(np.int64), _unpacked(row["totals"])
        )
        for row in found
    }  # fmt: skip


_ANSWERS = (
    "SELECT e.habit_id, e.day, e.value AS done FROM entries e JOIN habits h ON h.id = e.habit_id"
    " WHERE e.habit_id {ids} AND e.day BETWEEN ? AND ? AND NOT e.skipped AND NOT e.deleted"
    " AND (h.kind = 'avoid' OR h.kind = 'yes_no' AND e.value = 1)"
    " UNION ALL SELECT a.habit_id, a.day, CASE WHEN h.kind = 'at_least'"
    " AND SUM(a.amount) > h.target - {least} OR h.kind = 'at_most'"
    " AND SUM(a.amount) < h.target + {least} THEN 1 ELSE 0 END"
    " FROM amounts a JOIN habits h ON h.id = a.habit_id"
    " WHERE a.habit_id {ids} AND a.day BETWEEN ? AND ? AND NOT a.deleted"
    " AND h.kind IN ('at_least', 'at_most') GROUP BY a.habit_id, a.day, h.kind, h.target"
)
_LEAST = "0.0000005"  # sums count to six digits


async def answers(
    db: BaseDBAsyncClient, habit_ids: Collection[UUID], first: date, last: date
) -> dict[Pair, bool]:
    """The habits' days from first to last that say something, and whether they are done."""
    if not habit_ids:
        return {}
    ids = listed(db, habit_ids)
    text = _ANSWERS.format(ids=among(db), least=_LEAST)
    found = await rows(db, text, ids, first, last, ids, first, last)
    return {(as_uuid(row["habit_id"]), as_date(row["day"])): bool(row["done"]) for row in found}
