"""Looks again at what is due, posts it and stores what came of it, many at a time."""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.push import service as push
from backend.push.service import Courier, Reading
from backend.reminders import holding, mark_queries, outcomes, stopping
from backend.reminders.delivery_queries import LEASE_MS
from backend.reminders.holding import Held
from backend.reminders.marker import Marker, Result
from backend.reminders.silence import silenced
from backend.reminders.standing import Standing

log = logging.getLogger("everkeel.reminders")

IN_THE_AIR = 1_024  # a push service that does not answer keeps no more from being marked
STORED_TOGETHER = 64
Pack = Callable[[Held, Sequence[Standing]], None]
Posted = tuple[Held, list[asyncio.Future[Reading]]]


class Flights:
    """Batches of one process on their way to devices."""

    def __init__(self, courier: Courier, pack: Pack, owner: str) -> None:
        self._courier = courier
        self._pack = pack
        self._owner = owner
        self._tasks: set[asyncio.Task[None]] = set()
        self._up = 0
        self._landing = asyncio.Event()
        self.marker = Marker(owner)
        self.on_sent: Callable[[int], None] = lambda _: None  # ms late

    async def start(self, batch: list[Held]) -> None:
        """Let a batch go; returns once it has been started, which takes room in the air."""
        while self._up > IN_THE_AIR - len(batch):
            self._landing.clear()
            await self._landing.wait()
        self._up += len(batch)
        task = asyncio.create_task(self._fly(batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def landed(self, timeout_s: float | None = None) -> None:
        """Returns when everything posted so far is answered and stored, or the time is over."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=timeout_s)
        await self.marker.flush()

    def _land(self, many: int) -> None:
        self._up -= many
        self._landing.set()

    async def _fly(self, batch: list[Held]) -> None:
        """Look again, then post; whatever goes wrong is retried when the lease ends."""
        ready: list[Held] = []
        try:
            ready = await self._still_wanted(batch)
        except Exception:
            log.exception("a batch of %d deliveries failed; it will be tried again", len(batch))
        finally:
            self._land(len(batch) - len(ready))
        lines: dict[str, list[Posted]] = {}
        for held in ready:
            origin = held.parcels[0].device.origin if held.parcels else ""
            answers = [self._courier.put(parcel) for parcel in held.parcels]
            lines.setdefault(origin, []).append((held, answers))
        await asyncio.gather(*(self._collect(posted) for posted in lines.values()))

    async def _still_wanted(self, batch: list[Held]) -> list[Held]:
        """Those to post now, marked `sending`, each with the devices that are still there."""
        db, now = database.connection(), clock.now_ms()
        ending = await self._end_silent(db, batch, now)
        found = [m.delivery.id for held in batch for m in held.members]
        ids = [id_ for id_ in found if id_ not in ending] if ending else found
        sending = await mark_queries.begin_sending(db, ids, self._owner, now, LEASE_MS)
        if len(sending) < len(found):
            for held in batch:
                held.members = [m for m in held.members if m.delivery.id in sending]
        ready = [held for held in batch if held.members]
        await mark_queries.group(db, [pair for held in ready for pair in held.pairs()])
        await self._leave_out_gone(db, ready)
        for held in ready:
            if held.packed != [member.delivery.id for member in held.members]:
                self._pack(held, held.members)
        return ready

    async def _leave_out_gone(self, db: BaseDBAsyncClient, ready: Sequence[Held]) -> None:
        """Forget devices that have been removed since the notifications were encrypted."""
        known = [device.id for held in ready for device in held.devices]
        active = await push.still_active(db, known)
        if len(active) < len(known):
            for held in ready:
                held.devices = [device for device in held.devices if device.id in active]
                held.parcels = [p for p in held.parcels if p.device.id in active]

    async def _end_silent(self, db: BaseDBAsyncClient, batch: list[Held], now: int) -> set[UUID]:
        """End what has lost its point by now; the ids of these deliveries."""
        found = [member for held in batch for member in held.members]
        silent = await silenced(db, [(member.delivery, member.day) for member in found])
        marks, stopped = holding.endings(found, silent, now)
        await mark_queries.mark(db, marks, self._owner)
        if stopped:
            profiles = {held.user_id: held.profile for held in batch}
            deliveries = [member.delivery for member in stopped]
            await stopping.stop(deliveries, profiles, self._owner)
        return {mark.id for mark in marks} | {member.delivery.id for member in stopped}

    async def _collect(self, posted: list[Posted]) -> None:
        """Store what came of notifications to one push service, as the answers come in."""
        for start in range(0, len(posted), STORED_TOGETHER):
            some = posted[start : start + STORED_TOGETHER]
            answered = [(held, [await answer for answer in answers]) for held, answers in some]
            try:
                await self.marker.add(self._result(answered))
            except Exception:
                log.exception("%d deliveries are stored when their lease ends", len(some))
            finally:
                self._land(len(some))

    def _result(self, answered: list[tuple[Held, list[Reading]]]) -> Result:
        """Everything to store about these notifications."""
        result, now = Result(), clock.now_ms()
        for held, answers in answered:
            self._add(result, held, answers, now)
        return result

    def _add(self, result: Result, held: Held, answers: list[Reading], now: int) -> None:
        devices = (parcel.device.id for parcel in held.parcels)
        readings = dict(zip(devices, answers, strict=True))
        chance = random.random()  # noqa: S311 - spreads retries, guards nothing
        deliveries = [member.delivery for member in held.members]
        marks = outcomes.after_sending(
            deliveries, readings, reached=held.reached, now=now, chance=chance
        )
        result.marks.extend(marks)
        result.devices.extend(outcomes.device_marks(deliveries[0], readings, now))
        result.readings.update(readings)
        if marks[0].state == "sent":
            self.on_sent(now - deliveries[0].due_at)
            result.paces.extend(held.paces())
