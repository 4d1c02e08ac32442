"""Transactions stay whole and never hang; trouble of the machine gets its own answers."""

import asyncio
import errno
import random
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import RFC_4122, UUID

import asyncpg
import httpx
import pytest
import time_machine
from tortoise import exceptions as orm
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, errors
from backend import settings as settings_module
from backend.accounts import queries
from tests import schema
from tests.support import Person, dump

PATIENCE = 10.0


async def add_two(db: BaseDBAsyncClient, key: str) -> None:
    """Two rows of which there must never be only one."""
    for part in ("a", "b"):
        await schema.insert(db, "throttles", {**schema.ROWS["throttles"], "key": f"{key}:{part}"})


async def test_a_hundred_cancelled_transactions_hang_nothing(db: BaseDBAsyncClient) -> None:
    chance = random.Random(1)
    for number in range(100):
        task = asyncio.create_task(database.transaction(partial(add_two, key=f"{number}")))
        await asyncio.sleep(chance.random() * 0.002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await asyncio.wait_for(database.settle(), PATIENCE)
    await asyncio.wait_for(database.transaction(partial(add_two, key="last")), PATIENCE)
    keys = [row["key"] for row in await asyncio.wait_for(dump(db, "throttles"), PATIENCE)]
    whole = {key.partition(":")[0] for key in keys}
    assert sorted(keys) == sorted(f"{key}:{part}" for key in whole for part in ("a", "b"))
    assert len(whole) == 101  # a cancelled caller does not undo what had begun


async def test_a_failure_inside_undoes_everything(db: BaseDBAsyncClient) -> None:
    async def work(db: BaseDBAsyncClient) -> None:
        await add_two(db, "x")
        raise errors.conflict("no", "No.")

    with pytest.raises(errors.Problem):
        await database.transaction(work)
    assert await dump(db, "throttles") == []


async def test_a_failure_beside_others_undoes_only_its_own(db: BaseDBAsyncClient) -> None:
    async def failing(db: BaseDBAsyncClient) -> None:
        await add_two(db, "bad")
        raise errors.conflict("no", "No.")

    async def twice(db: BaseDBAsyncClient) -> None:
        await add_two(db, "0")  # a duplicate key

    await database.transaction(partial(add_two, key="0"))
    works: list[Callable[[BaseDBAsyncClient], Awaitable[None]]] = [failing, twice]
    works += [partial(add_two, key=f"{n}") for n in range(1, 5)]
    outcomes = await asyncio.gather(*map(database.transaction, works), return_exceptions=True)
    assert [type(o) for o in outcomes[:2]] == [errors.Problem, orm.IntegrityError]
    keys = {row["key"] for row in await dump(db, "throttles")}
    assert keys == {f"{n}:{part}" for n in range(5) for part in ("a", "b")}


async def test_transactions_side_by_side_lose_no_update(
    db: BaseDBAsyncClient, member: Person
) -> None:
    async def one() -> int:
        async def work(db: BaseDBAsyncClient) -> int:
            return int((await queries.lock_feed(db, member.id, 1))["feed_seq"])

        return await database.transaction(work)

    numbers = await asyncio.wait_for(asyncio.gather(*(one() for _ in range(30))), PATIENCE)
    assert sorted(numbers) == list(range(2, 32))


async def test_a_full_disk_is_507_and_what_was_stored_stays(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path / 'small.sqlite3'}"
    chosen = settings_module.load({}, data_dir=tmp_path, database_url=url)
    async with database.opened(chosen) as db:
        await db.execute_query("CREATE TABLE notes (text TEXT)")
        await db.execute_query("PRAGMA max_page_count = 20")
        stored, refused = 0, None
        while refused is None:
            try:
                await database.rows(db, "INSERT INTO notes VALUES (?)", "x" * 2000)
                stored += 1
            except orm.OperationalError as error:
                refused = errors.classify(error)
        assert (refused.status, refused.code) == (507, "disk-full")
        assert len(await db.execute_query_dict("SELECT * FROM notes")) == stored > 0


TROUBLE: list[tuple[Exception, int]] = [
    (OSError(errno.ENOSPC, "No space left on device"), 507),
    (orm.OperationalError("database or disk is full"), 507),
    (asyncpg.DiskFullError("could not extend file"), 507),
    (orm.OperationalError("database is locked"), 503),
    (sqlite3.OperationalError("database is locked"), 503),
    (orm.DBConnectionError("cannot connect"), 503),
    (ConnectionRefusedError("refused"), 503),
    (TimeoutError(), 503),
    (asyncpg.ConnectionDoesNotExistError("gone"), 503),
    (asyncpg.CannotConnectNowError("starting up"), 503),
    (asyncpg.AdminShutdownError("terminating connection"), 503),
    (asyncpg.TooManyConnectionsError("too many clients"), 503),
    (asyncpg.InterfaceError("connection is closed"), 503),
    (asyncpg.InternalClientError("got result for unknown protocol state"), 503),
    (OSError(errno.EIO, "Input/output error"), 500),
    (orm.OperationalError("no such column: x"), 500),
]


@pytest.mark.parametrize(("error", "status"), TROUBLE, ids=lambda value: repr(value)[:50])
async def test_trouble_of_the_machine_has_its_own_status(
    member: Person, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    async def broken(*_: Any) -> None:
        raise error

    monkeypatch.setattr(queries, "session", broken)
    answer = await member.http.get("/api/me")
    assert answer.status_code == status
    assert answer.headers.get("retry-after") == ("2" if status == 503 else None)
    assert (await member.http.get("/api/health/live")).status_code == 200


async def test_a_database_that_went_away_is_503_and_heals(
    member: Person, db: BaseDBAsyncClient
) -> None:
    """PostgreSQL ends our connections; on SQLite the file's lock is held by somebody else."""
    answers = [await _after_trouble(db, member.http) for _ in range(3)]
    assert set(answers) <= {200, 503}
    assert (await member.http.get("/api/me")).status_code == 200


async def _after_trouble(db: BaseDBAsyncClient, http: httpx.AsyncClient) -> int:
    if database.is_sqlite(db):
        path = str(db.filename)  # type: ignore[attr-defined]
        other = sqlite3.connect(path, isolation_level=None)
        await db.execute_query("PRAGMA busy_timeout = 50")
        other.execute("BEGIN EXCLUSIVE")
        answer = await http.delete("/api/push/subscriptions/" + str(schema.ONE))
        assert answer.status_code == 503
        other.close()
        return answer.status_code
    await db.execute_query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return (await http.get("/api/me")).status_code


async def test_ready_says_what_does_not_work(
    member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await member.http.get("/api/health/ready")
    works = {"database": True, "scheduler": True, "disk": True, "tickAge": None}
    assert answer.json() == works
    monkeypatch.setattr(database, "connection", lambda: (_ for _ in ()).throw(ConnectionError()))
    answer = await member.http.get("/api/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert (await member.http.head("/api/health/ready")).status_code == 503


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("asyncpg://keel:secret@db.example.org:5432/keel", "asyncpg://db.example.org/keel"),
        ("sqlite:///var/lib/keel.sqlite3", "sqlite:///var/lib/keel.sqlite3"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert database.location(url) == shown


@time_machine.travel("2026-03-02T09:00:00Z", tick=False)
def test_ids_made_together_are_of_one_moment_and_in_order() -> None:
    made = [UUID(text) for text in database.uuid7s(4_096)]
    assert made == sorted(set(made))
    assert {(found.version, found.variant) for found in made} == {(7, RFC_4122)}
    assert {found.int >> 80 for found in made} == {clock.now_ms()}
    assert database.uuid7_from(clock.now_ms()) < made[0] < database.uuid7_from(clock.now_ms() + 1)


def test_placeholders_are_numbered_for_postgresql() -> None:
    assert database._numbered("a = ? AND b = ?") == "a = $1 AND b = $2"
    assert database.marks(3) == "?, ?, ?"
