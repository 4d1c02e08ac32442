"""Fixtures: a migrated database per test, the whole app on it, people who are signed in."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import hypothesis
import pytest
from litestar import Litestar
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database, keys, security
from backend import settings as settings_module
from backend.app import create_app
from backend.settings import Settings
from tests.databases import KIND, PostgresDatabases, SqliteDatabases, databases
from tests.support import OWN_PAGE, Person, add_person

# A busy machine is no failure.
hypothesis.settings.register_profile("everkeel", deadline=None)
hypothesis.settings.load_profile("everkeel")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The run on PostgreSQL leaves out what asks no database: the run on SQLite has tested it."""
    if KIND == "sqlite":
        return
    asked = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in asked])
    items[:] = asked


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return "all_databases" in fixtures or item.get_closest_marker("database") is not None


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Every async test runs on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def all_databases() -> Iterator[SqliteDatabases | PostgresDatabases]:
    """Where databases come from, of the kind under test."""
    source = databases()
    yield source
    source.close()


@pytest.fixture
def settings(
    tmp_path: Path, all_databases: SqliteDatabases | PostgresDatabases
) -> Iterator[Settings]:
    """Settings of a throwaway instance with a migrated database."""
    url = all_databases.create()
    chosen = settings_module.load({}, data_dir=tmp_path / "data", database_url=url)
    keys.prepare(chosen)
    yield chosen
    all_databases.drop(url)


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    """The app, started, its scheduler without ticks: tests call jobs themselves."""
    made = create_app(settings, jobs=())
    async with made.lifespan():
        yield made


@pytest.fixture
def db(app: Litestar) -> BaseDBAsyncClient:
    """The database of the started app."""
    return database.connection()


def browser(app: Litestar, settings: Settings) -> httpx.AsyncClient:
    """A browser on one of our own pages."""
    wrapped = security.SecureHeaders(app, settings)
    transport = httpx.ASGITransport(wrapped, client=("192.0.2.7", 4711))
    return httpx.AsyncClient(transport=transport, base_url=settings.origin, headers=OWN_PAGE)


@pytest.fixture
async def browsers(app: Litestar, settings: Settings) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Five browsers, signed out."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(browser(app, settings)) for _ in range(5)]


@pytest.fixture
def client(browsers: list[httpx.AsyncClient]) -> httpx.AsyncClient:
    """A browser that nobody has signed in with."""
    return browsers[0]


@pytest.fixture
async def member(
    db: BaseDBAsyncClient, settings: Settings, browsers: list[httpx.AsyncClient]
) -> Person:
    """A signed-in member."""
    return await add_person(db, settings, browsers[1])


@pytest.fixture
async def other(
    db: BaseDBAsyncClient, settings: Settings, browsers: list[httpx.AsyncClient]
) -> Person:
    """Another member."""
    return await add_person(db, settings, browsers[2])


@pytest.fixture
async def admin(
    db: BaseDBAsyncClient, settings: Settings, browsers: list[httpx.AsyncClient]
) -> Person:
    """A signed-in admin."""
    return await add_person(db, settings, browsers[3], role="admin")
