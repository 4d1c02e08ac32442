"""A second admin, and a web site on loopback that the operator lets links point to."""

from collections.abc import AsyncIterator

import httpx
import msgspec
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.settings import Settings
from tests.articles.site import Site, serving
from tests.support import Person, add_person


@pytest.fixture
async def second(
    db: BaseDBAsyncClient, settings: Settings, browsers: list[httpx.AsyncClient]
) -> Person:
    """Another signed-in admin."""
    return await add_person(db, settings, browsers[4], role="admin")


@pytest.fixture
def open_settings(settings: Settings) -> Settings:
    """Settings of an operator whose links may point to loopback."""
    return msgspec.structs.replace(settings, outbound_allow_cidrs=("127.0.0.0/8",))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A running web site with nothing on it yet."""
    async with serving("127.0.0.1") as running:
        yield running


@pytest.fixture
async def other_site() -> AsyncIterator[Site]:
    """Another host."""
    async with serving("127.0.0.2") as running:
        yield running
