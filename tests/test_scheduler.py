"""The ticks: what a stuck one does to the health of the server, and how a stop waits for them."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from backend import scheduler
from backend.app import create_app
from backend.scheduler import Tick, Ticker
from backend.settings import Settings
from tests.conftest import browser


class Clock:
    """A monotonic clock that tests set."""

    seconds = 1_000.0

    def monotonic(self) -> float:
        """The time it is set to."""
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The scheduler's clock."""
    made = Clock()
    monkeypatch.setattr(scheduler, "monotonic", made.monotonic)
    return made


async def works() -> None:
    """A tick without trouble."""


async def fails() -> None:
    """A tick in trouble."""
    raise RuntimeError("as planned")


async def run(ticker: Ticker) -> None:
    """One run of each tick, as APScheduler calls them."""
    for tick in ticker.ticks:
        await ticker._run(tick)


async def test_the_age_is_that_of_the_frequent_tick_longest_without_success(clock: Clock) -> None:
    ticker = Ticker([Tick("a", 1, works), Tick("b", 2, fails), Tick("hourly", 3600, fails)])
    clock.seconds += 20
    await run(ticker)
    clock.seconds += 3
    assert ticker.ages() == {"a": 3, "b": 23, "hourly": 23}
    assert ticker.age() == 23
    assert ticker.healthy()


async def test_a_tick_that_fails_for_90_seconds_is_not_healthy(clock: Clock) -> None:
    ticker = Ticker([Tick("a", 1, works), Tick("b", 1, fails)])
    clock.seconds += 89
    await run(ticker)
    assert ticker.healthy()
    clock.seconds += 1
    await run(ticker)
    assert not ticker.healthy()


async def test_an_hourly_tick_may_be_hours_old(clock: Clock) -> None:
    ticker = Ticker([Tick("hourly", 3600, works)])
    clock.seconds += 10_000
    assert ticker.healthy()
    assert ticker.age() is None
    clock.seconds += 800
    assert not ticker.healthy()


async def test_a_stop_waits_for_the_tick_under_way(clock: Clock) -> None:
    done, begun = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        await asyncio.sleep(0.05)
        done.set()

    ticker = Ticker([Tick("slow", 0.01, slow)])
    ticker.start()
    await begun.wait()
    await ticker.drain()
    assert done.is_set()
    assert not ticker.healthy()
    assert ticker.ages() == {"slow": 0}


@pytest.fixture
async def ticking(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at an app whose one tick keeps failing."""
    app = create_app(settings, jobs=[Tick("fails", 10, fails)])
    async with app.lifespan(), browser(app, settings) as http:
        yield http


async def test_ready_shows_the_age_of_the_last_tick(
    clock: Clock, ticking: httpx.AsyncClient
) -> None:
    before = (await ticking.get("/api/health/ready")).json()["tickAge"]
    clock.seconds += 12.34
    answer = await ticking.get("/api/health/ready")
    assert answer.status_code == 200
    assert set(answer.json()) == {"database", "scheduler", "disk", "tickAge"}
    assert answer.json()["tickAge"] - before == pytest.approx(12.34, abs=0.11)
    clock.seconds += 200
    answer = await ticking.get("/api/health/ready")
    assert (answer.status_code, answer.json()["scheduler"]) == (503, False)
