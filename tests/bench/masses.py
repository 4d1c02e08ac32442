"""A database full of check-ins: many people, five habits each, a third of a year of entries.

Rows are in the order in which they come in life, day after day with all people in each, so that
one person's rows lie far apart.
"""

import asyncio
import random
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg

from backend import clock, database
from backend import settings as settings_module
from tests.sync.simulation.people import add_people

HABITS, DAYS = 5, 125
ROWS_EACH = HABITS * DAYS
FIRST_ENTRY = 2 + HABITS
FEED_END = FIRST_ENTRY + ROWS_EACH - 1
MOST_CALLERS = 2_000
DEVICE = "01990000-0000-7000-8000-000000000001"
STAMPS = f'{{"value":"001790000000000:0000:{DEVICE}","deleted":"001790000000000:0000:{DEVICE}"}}'
FILL = (
    "INSERT INTO entries (user_id, habit_id, day, value, deleted, seq, stamps)"
    " SELECT user_id, id, {day}, 1, {no}, {seq} + position, {stamps} FROM habits ORDER BY id"
)
# Built at the end: much faster than row by row.
SQLITE_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'entries' AND type = 'index'"
    " AND sql LIKE 'CREATE INDEX%'"
)
POSTGRES_INDEXES = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'entries'"
    " AND indexdef LIKE 'CREATE INDEX%'"
)
HABIT = {
    "name": "Walk", "icon": "", "colour": 0, "kind": "yes_no", "weekdays": 127,
    "archived": False, "deleted": False, "stamps": "{}",
}  # fmt: skip


@dataclass(frozen=True)
class Caller:
    """Somebody whose phone asks."""

    cookie: str
    habits: list[str]


def fill(url: str, data: Path, rows: int) -> list[Caller]:
    """Fills a database with about that many entries; some of its people."""
    callers = asyncio.run(_people(url, data, rows // ROWS_EACH))
    if url.startswith("sqlite:"):
        _fill_sqlite(url)
    else:
        asyncio.run(_fill_postgres(url))
    return random.Random(4711).sample(callers, min(len(callers), MOST_CALLERS))


async def _people(url: str, data: Path, count: int) -> list[Caller]:
    settings = settings_module.load({}, data_dir=data, database_url=url)
    today = clock.today("UTC", 3)
    async with database.opened(settings) as db:
        people = await add_people(db, settings, count)
        habits = [
            {**HABIT, "id": database.uuid7(), "user_id": person["id"], "position": n,
             "created_on": today, "seq": 2 + n}
            for person in people for n in range(HABITS)
        ]  # fmt: skip
        names = ", ".join(habits[0])
        text = f"INSERT INTO habits ({names}) VALUES ({database.marks(len(habits[0]))})"
        await database.many(db, text, [list(habit.values()) for habit in habits])
        await database.rows(db, "UPDATE users SET feed_seq = ?", FEED_END)
    ids = [str(habit["id"]) for habit in habits]
    return [
        Caller(person["cookie"], ids[n * HABITS : (n + 1) * HABITS])
        for n, person in enumerate(people)
    ]


def _days() -> list[tuple[str, int]]:
    """Each day, the oldest first, with the feed number of its first entry."""
    first = clock.today("UTC", 3) - timedelta(days=DAYS)
    return [(str(first + timedelta(days=n)), FIRST_ENTRY + n * HABITS) for n in range(DAYS)]


def _fill_sqlite(url: str) -> None:
    path = url.removeprefix("sqlite://").partition("?")[0]
    text = FILL.format(day="?", no="0", seq="?", stamps="?")
    with sqlite3.connect(path, isolation_level=None) as db:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-6000000"):
            db.execute(f"PRAGMA {pragma}")
        indexes = db.execute(SQLITE_INDEXES).fetchall()
        for name, _ in indexes:
            db.execute(f"DROP INDEX {name}")
        for day, seq in _days():
            db.execute(text, (day, seq, STAMPS))
        for _, made in indexes:
            db.execute(made)
        db.execute("PRAGMA journal_mode=WAL")
    db.close()


async def _fill_postgres(url: str) -> None:
    connection = await asyncpg.connect(url.replace("asyncpg://", "postgresql://").partition("&")[0])
    text = FILL.format(day="$1::text::date", no="false", seq="$2::bigint", stamps="$3::text::jsonb")
    settings: dict[str, Any] = {"session_replication_role": "replica", "synchronous_commit": "off"}
    for name, value in settings.items():
        await connection.execute(f"SET {name} = {value}")
    indexes = await connection.fetch(POSTGRES_INDEXES)
    for name, _ in indexes:
        await connection.execute(f"DROP INDEX {name}")
    for day, seq in _days():
        await connection.execute(text, day, seq, STAMPS)
    for _, made in indexes:
        await connection.execute(made)
    await connection.execute("VACUUM ANALYZE", timeout=600)
    await connection.close()
