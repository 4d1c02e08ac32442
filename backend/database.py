"""The one door to Tortoise: configuration, connections, transactions, portable SQL."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import uuid_utils.compat
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.indexes import Index
from tortoise.transactions import in_transaction

from backend import clock, sqlite
from backend.settings import Settings

T = TypeVar("T")
Row = dict[str, Any]

APP = "everkeel"
ROOMS = ("accounts", "articles", "checkins", "habits", "push", "reminders", "sync", "trends")

# FULL: with NORMAL a power cut loses commits that the client was told are stored.
# The journal keeps its size: a file that grows again makes every commit write its metadata too.
SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "cache_size": "-32000",  # KiB: the upper pages of a large house's indexes stay at hand
    "busy_timeout": "10000",
    "journal_size_limit": str(8 * 1024 * 1024),
}
POSTGRES_OPTIONS = {"minsize": "2", "maxsize": "10", "command_timeout": "10"}


def config(database_url: str) -> dict[str, Any]:
    """Tortoise's configuration for one database; options already in the URL win."""
    return {
        "connections": {"default": _credentials(_with_options(database_url))},
        "apps": {
            APP: {
                "models": [f"backend.{room}.models" for room in ROOMS],
                "default_connection": "default",
                "migrations": "migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _credentials(url: str) -> dict[str, Any]:
    """Tortoise's reading of the URL, with our own client for SQLite."""
    found: dict[str, Any] = expand_db_url(url)
    if url.startswith("sqlite:"):
        found["engine"] = sqlite.__name__
    return found


def _with_options(url: str) -> str:
    options = SQLITE_PRAGMAS if url.startswith("sqlite:") else POSTGRES_OPTIONS
    base, _, query = url.partition("?")
    if ":memory:" in base:
        return url
    given = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
    return f"{base}?{urlencode({**options, **given})}"


class DatabaseUnusable(RuntimeError):
    """The database cannot be opened; the text says which one and why, without its password."""

    def __init__(self, url: str, error: Exception) -> None:
        why = str(error).partition("\n")[0] or type(error).__name__
        super().__init__(f"The database {location(url)} cannot be used: {why}")


def one_of(column: str, *values: str) -> str:
    """The condition of a check that a column has one of these values, the usual one first.

    Not `IN`: from three values on, SQLite would build a table of them for each row it writes.
    """
    return " OR ".join(f"{column} = '{value}'" for value in values)


class IndexWhenSet(Index):
    """An index of one column, without the rows in which it is null: these cost nothing."""

    def __init__(self, *, fields: Sequence[str], name: str) -> None:
        super().__init__(fields=tuple(fields), name=name)
        (column,) = fields
        self.extra = f" WHERE {column} IS NOT NULL"


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[BaseDBAsyncClient]:
    """The database, open in this process during the block; raises DatabaseUnusable."""
    try:
        if settings.sqlite:
            sqlite.require_readable(settings.database_url)
        await Tortoise.init(config=config(settings.database_url), _enable_global_fallback=True)
        await connection().execute_query("SELECT 1")
    except Exception as error:
        await Tortoise.close_connections()
        raise DatabaseUnusable(settings.database_url, error) from error
    try:
        yield connection()
    finally:
        await settle()
        await Tortoise.close_connections()


def connection() -> BaseDBAsyncClient:
    """The current connection: inside `transaction` that transaction's own."""
    return get_connection("default")


def is_sqlite(db: BaseDBAsyncClient) -> bool:
    """True for SQLite, False for PostgreSQL."""
    return db.capabilities.dialect == "sqlite"


_running: set[asyncio.Task[Any]] = set()


async def transaction(work: Callable[[BaseDBAsyncClient], Awaitable[T]]) -> T:
    """What `work(db)` returns, committed; a cancelled caller leaves the transaction whole.

    A cancelled BEGIN would leak the connection's lock for ever, so the transaction runs in a
    task of its own. Inside, `work` waits for nothing but `db`: on SQLite it runs on the thread
    of the one connection.
    """
    db = connection()
    if isinstance(db, sqlite.Client):
        return await db.together(work)
    task = asyncio.create_task(_in_transaction(work))
    _running.add(task)
    task.add_done_callback(_running.discard)
    return await asyncio.shield(task)


async def _in_transaction(work: Callable[[BaseDBAsyncClient], Awaitable[T]]) -> T:
    async with in_transaction() as db:
        return await work(db)


async def alone(db: BaseDBAsyncClient, what: str) -> bool:
    """True when no other process does this now; until the transaction ends nobody else will.

    A process that stops in the middle is cut off after ten seconds, so that others can go on.
    """
    if is_sqlite(db):
        return True  # one process
    text = (
        "SELECT set_config('idle_in_transaction_session_timeout', '10s', true),"
        " pg_try_advisory_xact_lock(hashtextextended(?, 0)) AS mine"
    )
    return bool((await rows(db, text, what))[0]["mine"])


async def settle() -> None:
    """Waits until every transaction under way has ended."""
    if _running:
        await asyncio.gather(*_running, return_exceptions=True)


@lru_cache(maxsize=512)
def _numbered(text: str) -> str:
    count = iter(range(1, 10_000))
    return re.sub(r"\?", lambda _: f"${next(count)}", text)


def sql(db: BaseDBAsyncClient, text: str) -> str:
    """The statement with `?` placeholders in the dialect of this database."""
    return text if is_sqlite(db) else _numbered(text)


def bind(db: BaseDBAsyncClient, values: Sequence[Any]) -> list[Any]:
    """Parameters as the driver wants them: SQLite stores dates and UUIDs as text."""
    if not is_sqlite(db):
        return list(values)
    return [str(v) if isinstance(v, sqlite.TEXTUAL) else v for v in values]


async def rows(db: BaseDBAsyncClient, text: str, *values: Any) -> list[Row]:
    """Rows of a statement with `?` placeholders, RETURNING included, on both databases."""
    return await db.execute_query_dict(sql(db, text), bind(db, values))


async def records(db: BaseDBAsyncClient, text: str, *values: Any) -> list[Sequence[Any]]:
    """Rows as the driver has them, values by position: half the cost of `rows`."""
    _, found = await db.execute_query(sql(db, text), bind(db, values))
    return cast(list[Sequence[Any]], found)


async def many(db: BaseDBAsyncClient, text: str, batch: Sequence[Sequence[Any]]) -> None:
    """Runs one statement for each tuple of parameters."""
    if batch:
        await db.execute_many(sql(db, text), cast(list[list[Any]], batch))


def unnested(*types: str) -> str:
    """A table of one placeholder for each column of that PostgreSQL type; see `columns`."""
    return f"unnest({', '.join(f'?::{type_}[]' for type_ in types)})"


def columns(batch: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The parameters of `unnested` for these rows; not for none."""
    return [list(column) for column in zip(*batch, strict=True)]


def marks(count: int) -> str:
    """`?, ?, …` for an IN list of that length."""
    return ", ".join("?" * count)


def among(db: BaseDBAsyncClient) -> str:
    """The condition for one placeholder that gets a `listed` sequence, of any length."""
    return "IN (SELECT value FROM json_each(?))" if is_sqlite(db) else "= ANY(?)"


def listed(db: BaseDBAsyncClient, values: Iterable[Any]) -> Any:
    """One parameter for `among`: the same statement for any number of values is parsed once."""
    return json.dumps(bind(db, list(values))) if is_sqlite(db) else list(values)


def as_date(value: Any) -> date:
    """A DATE column's value, whatever the driver gives."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def as_uuid(value: Any) -> UUID:
    """A UUID column's value, whatever the driver gives."""
    return value if type(value) is UUID else _uuid(str(value))


_uuid = lru_cache(maxsize=4096)(UUID)


def uuid7() -> UUID:
    """A new time-ordered id (RFC 9562)."""
    return uuid_utils.compat.uuid7()


def uuid7_from(moment: int) -> UUID:
    """The least time-ordered id of a moment (ms)."""
    return UUID(int=moment << 80)


def uuid7s(count: int) -> list[str]:
    """So many of them as text, of this moment, in order, for a tenth of the cost."""
    moment, chance = f"{clock.now_ms():012x}", os.urandom(count * 8).hex()
    head = f"{moment[:8]}-{moment[8:]}-7"
    return [
        f"{head}{n >> 4 & 4095:03x}-8{chance[n : n + 3]}-{chance[n + 3 : n + 15]}"
        for n in range(0, count * 16, 16)
    ]


def location(url: str) -> str:
    """The database's address without its password, for people and logs."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


# What `tortoise makemigrations` reads; the app itself never uses it.
TORTOISE = config("sqlite://:memory:")
