"""Fixtures of tests that send: a strict push service, and settings that lead to it."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from backend import keys
from backend.push.courier import Courier
from backend.settings import Settings
from tests.push.sink import Sink, sinking

__all__ = ["courier", "settings", "sink"]


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A strict push service; it must have had nothing to complain about."""
    async with sinking() as running:
        yield running
        assert running.problems == []


@pytest.fixture
def settings(settings: Settings, sink: Sink) -> Settings:
    """The throwaway instance's settings, with the push service in place of Google's."""
    sink.public_key = keys.vapid_public_key(settings)
    return msgspec.structs.replace(settings, push_host_map=sink.host_map)


@pytest.fixture
async def courier(settings: Settings) -> AsyncIterator[Courier]:
    """A courier that sends to the push service."""
    made = Courier.of(settings, keys.vapid(settings))
    yield made
    await made.close()
