"""Migrations made safe: a rebuilt SQLite table keeps its indexes and its children."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tortoise import models
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.schema_editor import SqliteSchemaEditor

from backend import database

ADVISORY_LOCK = 0x6B65656C


class SchemaError(RuntimeError):
    """The database cannot be brought to this version's schema; the text says why."""


class RebuildingSqliteEditor(SqliteSchemaEditor):
    """Tortoise's editor, but what a table rebuild drops is created again."""

    async def _remake_table(self, model: Any, *args: Any, **changes: Any) -> None:
        kept = await self.client.execute_query_dict(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
            " AND type IN ('index', 'trigger')",
            [model._meta.db_table],
        )
        await super()._remake_table(model, *args, **changes)
        present = await self.client.execute_query_dict("SELECT sql FROM sqlite_master")
        for row in kept:
            if row not in present:
                await self.client.execute_query(row["sql"])


class Executor(MigrationExecutor):
    """Tortoise's executor with the editor above on SQLite."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> Any:
        if database.is_sqlite(self.connection):
            return RebuildingSqliteEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
        return super()._schema_editor(atomic, collect_sql)


def executor(db: BaseDBAsyncClient) -> Executor:
    """An executor for our migrations on that connection."""
    return Executor(db, database.config("sqlite://:memory:")["apps"])


async def pending(db: BaseDBAsyncClient) -> list[str]:
    """Names of migrations still to apply; raises SchemaError when the database is newer."""
    runner = executor(db)
    await runner.recorder.ensure_schema(runner._schema_editor(atomic=False))
    await runner.loader.build_graph()
    known = set(runner.loader.graph.nodes)
    applied = set(await runner.recorder.applied_migrations())
    if newer := applied - known:
        names = ", ".join(sorted(key.name for key in newer))
        raise SchemaError(f"The database was made by a newer Everkeel (it has {names}).")
    return sorted(key.name for key in known - applied)


async def require_current(db: BaseDBAsyncClient) -> None:
    """Raises SchemaError unless the schema is this version's."""
    if waiting := await pending(db):
        raise SchemaError(f"The database waits for {', '.join(waiting)}; run: everkeel migrate")


async def migrate(db: BaseDBAsyncClient, target: str | None = None) -> list[str]:
    """Brings the schema to `target` (None: the newest, "__first__": empty); what was applied."""
    async with _alone(db):
        names = await pending(db)
        if target is None and not names:
            return []
        async with _foreign_keys_off(db), _without_filters():
            targets = [MigrationTarget(database.APP, target or "__latest__")]
            await executor(db).migrate(targets)
        return names


@asynccontextmanager
async def _without_filters() -> AsyncIterator[None]:
    """Two thirds of the time would go into filters for queries that no migration makes.

    Tortoise builds every model anew for each operation.
    """
    names = vars(models)
    kept = names["get_filters_for_field"]
    names["get_filters_for_field"] = lambda *_, **__: {}
    try:
        yield
    finally:
        names["get_filters_for_field"] = kept


@asynccontextmanager
async def _alone(db: BaseDBAsyncClient) -> AsyncIterator[None]:
    """One migrator at a time: an advisory lock on PostgreSQL, the data folder's lock on SQLite."""
    if database.is_sqlite(db):
        yield
        return
    async with db.acquire_connection() as connection:
        await connection.execute("SELECT pg_advisory_lock($1)", ADVISORY_LOCK, timeout=120)
        try:
            yield
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", ADVISORY_LOCK)


@asynccontextmanager
async def _foreign_keys_off(db: BaseDBAsyncClient) -> AsyncIterator[None]:
    """SQLite: a rebuilt table is dropped, which would delete every row that refers to it."""
    if not database.is_sqlite(db):
        yield
        return
    await db.execute_query("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = await db.execute_query_dict("PRAGMA foreign_key_check")
        if broken:
            raise SchemaError(f"After migrating, rows refer to missing ones: {broken[:3]}")
    finally:
        await db.execute_query("PRAGMA foreign_keys=ON")
