"""SQLite commits what waits together: each caller as if alone, and never told too early."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend import settings as settings_module
from backend.database import rows, transaction

COUNT = "SELECT n FROM kept ORDER BY n"


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[BaseDBAsyncClient]:
    """An SQLite database with one table: unique numbers and some bytes."""
    settings = settings_module.load({}, data_dir=tmp_path)
    async with database.opened(settings) as db:
        await db.execute_query("CREATE TABLE kept (n INTEGER PRIMARY KEY, filling BLOB)")
        yield db


async def keep(db: BaseDBAsyncClient, *numbers: int, size: int = 0) -> None:
    """Stores numbers, each with that many bytes."""
    for number in numbers:
        await rows(db, "INSERT INTO kept VALUES (?, zeroblob(?))", number, size)


def keeping(*numbers: int, size: int = 0) -> Callable[[BaseDBAsyncClient], Awaitable[None]]:
    """Work for a transaction: stores numbers."""
    return lambda db: keep(db, *numbers, size=size)


async def stored(db: BaseDBAsyncClient) -> list[int]:
    """The numbers stored."""
    return [row["n"] for row in await rows(db, COUNT)]


async def test_a_failure_undoes_only_its_own_work(kept: BaseDBAsyncClient) -> None:
    outcomes = await asyncio.gather(
        transaction(keeping(1, 2)),
        transaction(keeping(3, 1)),
        transaction(keeping(4)),
        keep(kept, 1),
        keep(kept, 5),
        return_exceptions=True,
    )
    assert [type(outcome).__name__ for outcome in outcomes] == [
        "NoneType", "IntegrityError", "NoneType", "IntegrityError", "NoneType",
    ]  # fmt: skip
    assert await stored(kept) == [1, 2, 4, 5]


async def test_what_waits_is_committed_at_once(kept: BaseDBAsyncClient, tmp_path: Path) -> None:
    statements: list[str] = []
    await kept._connection.set_trace_callback(statements.append)
    await asyncio.gather(*(transaction(keeping(n)) for n in range(20)))
    assert await stored(kept) == list(range(20))
    assert sum(statement == "COMMIT" for statement in statements) <= 3


async def test_a_full_disk_fails_everybody_in_the_group(kept: BaseDBAsyncClient) -> None:
    await kept.execute_query("PRAGMA max_page_count = 20")
    outcomes = await asyncio.gather(
        transaction(keeping(1)),
        transaction(keeping(2, size=1_000_000)),
        transaction(keeping(3)),
        return_exceptions=True,
    )
    assert all("full" in str(outcome) for outcome in outcomes)
    assert await stored(kept) == []
    await transaction(keeping(4))
    assert await stored(kept) == [4]


async def test_a_cancelled_caller_leaves_the_work_whole(kept: BaseDBAsyncClient) -> None:
    tasks = [asyncio.create_task(transaction(keeping(n, -n))) for n in range(1, 9)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    found = await stored(kept)
    assert found == sorted([*range(1, 9), *(-n for n in range(1, 9))])


async def test_waiting_for_anything_else_inside_is_refused(kept: BaseDBAsyncClient) -> None:
    async def work(db: BaseDBAsyncClient) -> None:
        await keep(db, 1)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="nothing but its own database"):
        await transaction(work)
    assert await stored(kept) == []


async def test_the_current_connection_inside_is_the_transactions_own(
    kept: BaseDBAsyncClient,
) -> None:
    async def work(db: BaseDBAsyncClient) -> list[int]:
        await keep(db, 1)
        return await stored(database.connection())

    assert await transaction(work) == [1]
    assert database.connection() is kept
