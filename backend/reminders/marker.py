"""Writes down what became of deliveries: at once, and many together while the database is busy."""

import asyncio
import logging
from dataclasses import dataclass, field
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.push import service as push
from backend.push.rules import Reading
from backend.reminders import mark_queries, standing_queries
from backend.reminders.deliveries import DeviceMark, Mark
from backend.reminders.delivery_queries import LEASE_MS

log = logging.getLogger("everkeel.reminders")


@dataclass(frozen=True, slots=True)
class Result:
    """Everything to store about some notifications, and since when (ms) it waits for that.

    `paces` are reminders with how many notifications were ignored before this one.
    """

    marks: list[Mark] = field(default_factory=list)
    devices: list[DeviceMark] = field(default_factory=list)
    readings: dict[UUID, Reading] = field(default_factory=dict)
    paces: list[tuple[UUID, int]] = field(default_factory=list)
    since: int = field(default_factory=clock.now_ms)


class Marker:
    """Stores results of one owner; one transaction at a time, with all that came meanwhile."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._waiting: list[Result] = []
        self._lock = asyncio.Lock()

    async def add(self, result: Result) -> None:
        """Returns when the result is stored, or kept for the next attempt."""
        self._waiting.append(result)
        await self.flush()

    async def flush(self) -> None:
        """Store what waits; what cannot be stored now waits on, but no longer than its lease."""
        async with self._lock:
            batch, self._waiting = self._waiting, []
            if not batch:
                return
            try:
                await database.transaction(lambda db: self._store(db, batch))
            except Exception:
                log.exception("cannot store %d results yet", len(batch))
                oldest = clock.now_ms() - LEASE_MS  # others have taken over what is older
                self._waiting[:0] = [result for result in batch if result.since > oldest]

    async def _store(self, db: BaseDBAsyncClient, batch: list[Result]) -> None:
        """One transaction for the whole batch."""
        marks = [mark for result in batch for mark in result.marks]
        await mark_queries.mark(db, marks, self._owner)
        await standing_queries.keep_pace(db, [pace for result in batch for pace in result.paces])
        devices = [mark for result in batch for mark in result.devices]
        await mark_queries.mark_devices(db, devices)
        readings: dict[UUID, Reading] = {}
        for result in batch:
            readings.update(result.readings)
        await push.note_readings(db, readings)
