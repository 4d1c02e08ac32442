"""The whole app, sending to a strict push service, on an injected clock."""

from collections.abc import AsyncIterator

import pytest
import time_machine
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.push.courier import Courier
from backend.reminders import jobs
from backend.reminders.clockwatch import ClockWatch
from backend.reminders.dispatcher import Dispatcher
from backend.settings import Settings
from tests.push.fixtures import courier, settings, sink
from tests.push.sink import Sink
from tests.reminders.line import Line, at
from tests.support import Person

__all__ = ["courier", "settings", "sink"]


@pytest.fixture
async def line(
    db: BaseDBAsyncClient,
    courier: Courier,
    settings: Settings,
    member: Person,
    sink: Sink,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Line]:
    """The line at seven in the morning."""
    monkeypatch.setattr(jobs, "_watch", ClockWatch())
    with time_machine.travel(at("07:00:00"), tick=False) as time:
        yield Line(db, courier, Dispatcher(courier, settings.origin), member, sink, time)
