"""The ticks of a process: APScheduler calls them by interval; the database knows what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("everkeel.scheduler")

STALE_SECONDS = 90.0
DRAIN_SECONDS = 15.0
FREQUENT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A job and how often it runs; each run does whatever is due by then."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[None]]


class Ticker:
    """Runs ticks until it is drained; knows when each last succeeded."""

    def __init__(self, ticks: Sequence[Tick]) -> None:
        self.ticks = tuple(ticks)
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._succeeded = dict.fromkeys((tick.name for tick in ticks), monotonic())
        self._running: set[asyncio.Task[None]] = set()
        self._draining = False

    def start(self) -> None:
        """Begins ticking."""
        for tick in self.ticks:
            self._scheduler.add_job(
                self._run, "interval", args=[tick], seconds=tick.seconds, id=tick.name,
                coalesce=True, max_instances=1, misfire_grace_time=None,
            )  # fmt: skip
        self._scheduler.start()

    async def _run(self, tick: Tick) -> None:
        if self._draining:
            return
        # A task of our own: APScheduler's shutdown cancels the ones it started.
        task = asyncio.create_task(self._guarded(tick))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.shield(task)

    async def _guarded(self, tick: Tick) -> None:
        try:
            await tick.run()
        except Exception:
            log.exception("The tick %s failed; it will run again", tick.name)
        else:
            self._succeeded[tick.name] = monotonic()

    async def drain(self) -> None:
        """Starts nothing more and waits up to 15 s for what is under way."""
        self._draining = True
        if self._running:
            await asyncio.wait(self._running, timeout=DRAIN_SECONDS)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def healthy(self) -> bool:
        """True while every tick has succeeded lately."""
        ages = self.ages()
        return not self._draining and all(
            ages[tick.name] < max(STALE_SECONDS, 3 * tick.seconds) for tick in self.ticks
        )

    def ages(self) -> dict[str, float]:
        """Seconds since each tick succeeded, or since the start for one that never has."""
        now = monotonic()
        return {name: now - at for name, at in self._succeeded.items()}

    def age(self) -> float | None:
        """Seconds since all the frequent ticks have succeeded; None when there are none."""
        ages = self.ages()
        frequent = [ages[tick.name] for tick in self.ticks if tick.seconds <= FREQUENT_SECONDS]
        return max(frequent, default=None)
