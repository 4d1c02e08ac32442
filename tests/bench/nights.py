"""People with diaries in a database whose looks at insights are due, for `insight`."""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend import settings as settings_module
from backend.accounts import queries as accounts
from backend.trends import jobs
from tests.bench import people
from tests.databases import SqliteDatabases

HABIT = (
    "INSERT INTO habits (id, user_id, name, icon, colour, kind, weekdays, position, created_on,"
    " archived, deleted, seq, stamps)"
    " VALUES (?, ?, 'Walk', '', 0, 'yes_no', 127, 0, ?, 0, 0, 1, '{}')"
)
ENTRY = (
    "INSERT INTO entries (user_id, habit_id, day, value, skipped, deleted, seq, stamps)"
    " VALUES (?, ?, ?, 1, 0, 0, 1, '{}')"
)
MOOD = (
    "INSERT INTO moods (id, user_id, day, at, level, deleted, seq, stamps)"
    " VALUES (?, ?, ?, 0, ?, 0, 1, '{}')"
)
PLAN = (
    "INSERT INTO insight_plans (user_id, anchor, next_look_on, focus, focus_since)"
    " VALUES (?, ?, ?, ?, ?)"
)


@dataclass
class Diary:
    """A person's moods and three habits, one value a day until yesterday; NaN = missing."""

    mood: people.Floats
    habits: people.Floats
    id: UUID = field(default_factory=database.uuid7)
    habit_ids: list[UUID] = field(default_factory=lambda: [database.uuid7() for _ in range(3)])

    def days(self) -> list[date]:
        """The days of its values."""
        today = clock.today("UTC", 3)
        return [today - timedelta(days=back) for back in range(len(self.mood), 0, -1)]


def night(diaries: list[Diary]) -> tuple[float, float]:
    """Seconds of CPU and of waiting for one nightly run in which all of them are due."""
    databases = SqliteDatabases()
    try:
        url = databases.create().partition("?")[0]
        with tempfile.TemporaryDirectory() as folder:
            return asyncio.run(_night(url, Path(folder), diaries))
    finally:
        databases.close()


async def _night(url: str, folder: Path, diaries: list[Diary]) -> tuple[float, float]:
    chosen = settings_module.load({}, data_dir=folder, database_url=url)
    async with database.opened(chosen) as db:
        await _fill(db, diaries)
        cpu, wall = time.process_time(), time.perf_counter()
        await jobs.look()
        spent = time.process_time() - cpu, time.perf_counter() - wall
        (made,) = await database.rows(db, "SELECT COUNT(*) AS looks FROM insight_looks")
        assert made["looks"] == 6 * len(diaries), made
        return spent


async def _fill(db: BaseDBAsyncClient, diaries: list[Diary]) -> None:
    for at, diary in enumerate(diaries):
        user = {
            "id": diary.id, "email": f"{at}@example.org", "email_key": f"{at}@example.org",
            "password_hash": "none", "role": "member", "created_at": 0,
        }  # fmt: skip
        await accounts.insert_user(db, user)
        await accounts.insert_profile(db, diary.id, "UTC", "en", True)
    focus = "UPDATE profiles SET focus = ? WHERE user_id = ?"
    await database.many(db, focus, [(_focus(one), one.id) for one in diaries])
    for text, make in ((HABIT, _habits), (ENTRY, _entries), (MOOD, _moods), (PLAN, _plans)):
        await database.many(db, text, [row for one in diaries for row in make(one)])


def _focus(diary: Diary) -> str:
    return json.dumps([f"habit:{id_}" for id_ in diary.habit_ids])


Rows = Iterator[tuple[Any, ...]]


def _habits(diary: Diary) -> Rows:
    for id_ in diary.habit_ids:
        yield id_, diary.id, diary.days()[0]


def _entries(diary: Diary) -> Rows:
    days = diary.days()
    for id_, done in zip(diary.habit_ids, diary.habits, strict=True):
        for at in np.flatnonzero(done == 1.0):
            yield diary.id, id_, days[at]


def _moods(diary: Diary) -> Rows:
    for day, level in zip(diary.days(), diary.mood, strict=True):
        if not np.isnan(level):
            yield database.uuid7(), diary.id, day, int(level)


def _plans(diary: Diary) -> Rows:
    today = clock.today("UTC", 3)
    yield diary.id, diary.days()[0], today, _focus(diary), today
