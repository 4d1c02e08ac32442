"""SQLite in groups: all that waits for the connection runs together and is committed at once.

Every piece of work has a savepoint of its own, so that a failure undoes nobody else's, and
nobody hears of a success before the group's commit is on the disk.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from contextvars import Context, copy_context
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

import aiosqlite
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections

T = TypeVar("T")
Work = Callable[[BaseDBAsyncClient], Awaitable[T]]

# What is stored as text.
TEXTUAL = (UUID, date)
for _kind in TEXTUAL:
    sqlite3.register_adapter(_kind, str)

# Other statements (PRAGMA, VACUUM) cannot run inside a transaction.
GROUPED = ("SELECT", "INSERT", "UPDATE", "DELETE")


def path_of(url: str) -> str:
    """The file of a database's URL."""
    return url.removeprefix("sqlite://").partition("?")[0]


def require_readable(url: str) -> None:
    """Raises sqlite3.Error for a file that is no database or cannot be opened."""
    with closing(sqlite3.connect(path_of(url))) as db:
        db.execute("SELECT name FROM sqlite_master LIMIT 1")


@dataclass(frozen=True, slots=True)
class _Item:
    work: Work[Any]
    writes: bool
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Any = None
    error: Exception | None = None


class Client(SqliteClient):
    """Tortoise's client, but statements and transactions that wait share one group."""

    def __init__(self, file_path: str, **options: Any) -> None:
        super().__init__(file_path, **options)
        self._waiting: list[_Item] = []
        self._running: asyncio.Task[None] | None = None
        self._thread: _Thread | None = None

    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        """Rows of a statement."""
        if not query.startswith(GROUPED):
            plain: list[dict[str, Any]] = await super().execute_query_dict(query, values)
            return plain
        writes = not query.startswith("SELECT")
        return await self._joined(lambda db: db.execute_query_dict(query, values), writes)

    async def together(self, work: Work[T]) -> T:
        """What `work(db)` returns, committed; it goes on when its caller is cancelled."""
        return await self._joined(work, True)

    async def close(self) -> None:
        """Closes the connection once nothing waits for it."""
        if self._running:
            await self._running
        self._thread = None
        await super().close()

    async def _joined(self, work: Work[T], writes: bool) -> T:
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Item(work, writes, future))
        if self._running is None:
            self._running = asyncio.create_task(self._run_groups())
        return await future

    async def _run_groups(self) -> None:
        """Runs group after group until nothing waits."""
        while self._waiting:
            await asyncio.sleep(0)  # whoever was just answered may have more for this group
            async with self._lock:
                group, self._waiting = self._waiting, []
                for item, outcome in zip(group, await self._outcomes(group), strict=True):
                    _tell(item.future, outcome)
        self._running = None

    async def _outcomes(self, group: Sequence[_Item]) -> Sequence[_Outcome]:
        try:
            if self._thread is None:
                self._thread = await self._connected()
            return await self._thread.outcomes(group)
        except Exception as error:  # nothing of the group is stored
            return [_Outcome(error=error)] * len(group)

    async def _connected(self) -> "_Thread":
        await self.create_connection(with_db=True)
        return _Thread(self, cast(aiosqlite.Connection, self._connection))


class _Thread:
    """The connection's own thread."""

    def __init__(self, client: Client, connection: aiosqlite.Connection) -> None:
        self._execute: Callable[..., Awaitable[Any]] = connection._execute
        self._raw = connection._conn
        self._inside = _Inside(client, self._raw)
        self._context: Context = copy_context()
        self._context.run(get_connections().set, client.connection_name, self._inside)

    async def outcomes(self, group: Sequence[_Item]) -> Sequence[_Outcome]:
        """What became of each item, committed."""
        found: Sequence[_Outcome] = await self._execute(self._run, group)
        return found

    def _run(self, group: Sequence[_Item]) -> Sequence[_Outcome]:
        """One transaction for the group; when it fails, it fails for everybody."""
        self._raw.execute("BEGIN IMMEDIATE" if any(item.writes for item in group) else "BEGIN")
        try:
            outcomes = [self._context.run(self._outcome, item) for item in group]
            self._raw.execute("COMMIT")
        except BaseException:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
            raise
        return outcomes

    def _outcome(self, item: _Item) -> _Outcome:
        if not item.writes:
            return self._attempt(item)
        self._raw.execute("SAVEPOINT work")
        outcome = self._attempt(item)
        if outcome.error is not None:
            self._raw.execute("ROLLBACK TO work")
        self._raw.execute("RELEASE work")
        return outcome

    def _attempt(self, item: _Item) -> _Outcome:
        try:
            return _Outcome(_finished(item.work(self._inside)))
        except Exception as error:
            if not self._raw.in_transaction:  # a full or failing disk has undone the whole group
                raise
            return _Outcome(error=error)


class _Inside(SqliteTransactionWrapper):
    """The connection as work in a group sees it: each statement runs here and now."""

    def __init__(self, client: Client, raw: sqlite3.Connection) -> None:
        super().__init__(client)
        self._raw = raw

    @translate_exceptions
    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, Sequence[Any]]:
        found = self._raw.execute(query, values or ()).fetchall()
        return len(found), found

    @translate_exceptions
    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        return list(map(dict, self._raw.execute(query, values or ()).fetchall()))

    @translate_exceptions
    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        self._raw.executemany(query, values)


def _finished(work: Awaitable[T]) -> T:
    """What an awaitable returns that waits for nothing outside this thread."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    raise RuntimeError("A transaction may wait for nothing but its own database.")


def _tell(future: asyncio.Future[Any], outcome: _Outcome) -> None:
    if future.done():
        return
    if outcome.error is None:
        future.set_result(outcome.value)
    else:
        future.set_exception(outcome.error)


client_class = Client
