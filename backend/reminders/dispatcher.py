"""Takes planned deliveries to people's devices, exactly when they are due.

claim 20 s ahead → encrypt in batches → hold until due → look again → mark `sending` → post → mark.
A crash loses nothing: what was claimed comes back when its lease ends, and a repeat carries the
same Topic, tag and delivery id, so that a device shows it once.
"""

import asyncio
import heapq
import logging
import random
from dataclasses import dataclass, field
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, messages
from backend.accounts import service as accounts
from backend.accounts.service import ReminderProfile
from backend.push import service as push
from backend.push.service import Courier, Device, Message, Parcel, Reading
from backend.reminders import delivery_queries, outcomes, rules
from backend.reminders.delivery_queries import Claimed
from backend.reminders.marker import Marker, Result
from backend.reminders.silence import silenced

log = logging.getLogger("everkeel.reminders")

AHEAD_MS = 20_000
CLAIM_BATCH = 500
ENCODE_BATCH = 64
HELD_AT_MOST = 20_000  # bounds memory: about 2 kB each
FLIGHT = 128
FLIGHTS_AT_ONCE = 4
DRAIN_S = 15.0
_ROUNDS = 20  # then the tick ends, so that its health shows


@dataclass(order=True, slots=True)
class _Held:
    """A claimed delivery, encrypted for each device that still needs it."""

    send_at: int
    delivery: Claimed = field(compare=False)
    profile: ReminderProfile = field(compare=False)
    parcels: list[Parcel] = field(compare=False)
    reached: bool = field(compare=False)


class Dispatcher:
    """The sending half of one process; many may work on one PostgreSQL database."""

    def __init__(self, courier: Courier, origin: str) -> None:
        self._courier = courier
        self._navigate = f"{origin}/"
        self._owner = str(database.uuid7())
        self._marker = Marker(self._owner)
        self._held: list[_Held] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(FLIGHTS_AT_ONCE)
        self._stopping = False

    async def tick(self) -> None:
        """Claim and send all there is, and wait once for what is due within a second."""
        await self._marker.flush()
        waited = False
        for _ in range(_ROUNDS):
            if self._stopping:
                return
            taken, sent = await self._take(), await self._send_due()
            if not taken and not sent:
                if waited or not await self._wait_until_due():
                    return
                waited = True

    async def landed(self) -> None:
        """Returns when everything posted so far is answered and stored."""
        while self._flights:
            await asyncio.wait(self._flights)
        await self._marker.flush()

    async def drain(self) -> None:
        """Claim nothing more, let posts end within 15 s, give the rest back to others."""
        self._stopping = True
        if self._flights:
            await asyncio.wait(self._flights, timeout=DRAIN_S)
        await self._marker.flush()
        self._held.clear()
        await delivery_queries.release(database.connection(), self._owner)

    async def _wait_until_due(self) -> bool:
        """Sleep until the next held delivery is due; False when that is over a second away."""
        wait_ms = self._held[0].send_at - clock.now_ms() if self._held else None
        if wait_ms is None or wait_ms > 1_000:
            return False
        await asyncio.sleep(max(wait_ms, 0) / 1_000)
        return True

    async def _take(self) -> int:
        """Claim a batch that is due within 20 s and encrypt it; how many."""
        limit = min(CLAIM_BATCH, HELD_AT_MOST - len(self._held))
        if limit <= 0:
            return 0
        db, now = database.connection(), clock.now_ms()
        claimed = await delivery_queries.claim(db, self._owner, now, now + AHEAD_MS, limit)
        if claimed:
            await self._prepare(db, claimed)
        return len(claimed)

    async def _prepare(self, db: BaseDBAsyncClient, claimed: list[Claimed]) -> None:
        """Encrypt each delivery for the person's devices that have not had it yet."""
        user_ids = list({delivery.user_id for delivery in claimed})
        profiles = await accounts.reminder_profiles(db, user_ids)
        devices = await push.devices(db, user_ids)
        tried = [delivery.id for delivery in claimed if delivery.attempt]
        settled = await delivery_queries.settled_devices(db, tried)
        for number, delivery in enumerate(claimed, 1):
            profile = profiles.get(delivery.user_id) or ReminderProfile("en", 0, delivery.zone)
            found = devices.get(delivery.user_id, [])
            open_ = [device for device in found if (delivery.id, device.id) not in settled]
            reached = any(settled.get((delivery.id, d.id)) == "sent" for d in found)
            parcels = self._pack(delivery, profile.language, open_)
            held = _Held(delivery.send_at, delivery, profile, parcels, reached)
            heapq.heappush(self._held, held)
            if number % ENCODE_BATCH == 0:
                await asyncio.sleep(0)  # let answers in between batches, not between messages

    def _pack(self, delivery: Claimed, language: str, devices: list[Device]) -> list[Parcel]:
        """The delivery encrypted for each device; what cannot be encrypted is left out."""
        try:
            message = self._message(delivery, language)
        except Exception:  # a spoilt row must not cost the batch
            log.exception("delivery %s cannot be prepared", delivery.id)
            return []
        packed = (self._courier.pack(device, message, delivery.expires_at) for device in devices)
        return [parcel for parcel in packed if parcel is not None]

    def _message(self, delivery: Claimed, language: str) -> Message:
        """A neutral text: what a person keeps track of never shows on the lock screen."""
        catalogue = messages.catalogue(language)
        key = str(delivery.reminder_id)
        number = rules.text_number(key, delivery.local_key, len(catalogue.reminders))
        note = catalogue.reminders[number]
        return Message(
            str(delivery.id),
            f"{key}|{delivery.local_key}",
            note.title,
            note.body,
            catalogue.language,
            self._navigate,
        )

    async def _send_due(self) -> int:
        """Start one flight of what is due now; how many deliveries."""
        now, batch = clock.now_ms(), list[_Held]()
        while self._held and self._held[0].send_at <= now and len(batch) < FLIGHT:
            batch.append(heapq.heappop(self._held))
        if batch:
            await self._room.acquire()
            task = asyncio.create_task(self._fly(batch))
            self._flights.add(task)
            task.add_done_callback(self._flights.discard)
        return len(batch)

    async def _fly(self, batch: list[_Held]) -> None:
        """Look again, then post; whatever goes wrong is retried when the lease ends."""
        try:
            ready = await self._still_wanted(batch)
            await asyncio.gather(*(self._send(held) for held in ready))
        except Exception:
            log.exception("a batch of %d deliveries failed; it will be tried again", len(batch))
        finally:
            self._room.release()

    async def _still_wanted(self, batch: list[_Held]) -> list[_Held]:
        """Those to post now, marked `sending`, each with the devices that are still there."""
        db, now = database.connection(), clock.now_ms()
        reasons = await silenced(db, [(held.delivery, held.profile) for held in batch])
        ending = [self._ending(held, reasons, now) for held in batch]
        ended = [mark for mark in ending if mark is not None]
        await delivery_queries.mark(db, ended, self._owner)
        going = {mark.id for mark in ended}
        ids = [held.delivery.id for held in batch if held.delivery.id not in going]
        sending = await delivery_queries.begin_sending(db, ids, self._owner, now)
        devices = await push.devices(db, list({held.delivery.user_id for held in batch}))
        active = {(d.user_id, d.id) for found in devices.values() for d in found}
        ready = [held for held in batch if held.delivery.id in sending]
        for held in ready:
            held.parcels = [
                p for p in held.parcels if (held.delivery.user_id, p.device.id) in active
            ]
        return ready

    @staticmethod
    def _ending(held: _Held, reasons: dict[UUID, str], now: int) -> delivery_queries.Mark | None:
        """The mark of a delivery that will not be posted; None for one that will."""
        if reason := reasons.get(held.delivery.id):
            return outcomes.ended(held.delivery, "silent", reason)
        if held.delivery.expires_at <= now:
            return outcomes.ended(held.delivery, "expired", "too-late")
        return None

    async def _send(self, held: _Held) -> None:
        """Post one delivery to its devices and store what came of it."""
        answers = await asyncio.gather(*(self._courier.deliver(p) for p in held.parcels))
        readings: dict[UUID, Reading] = {
            parcel.device.id: reading for parcel, reading in zip(held.parcels, answers, strict=True)
        }
        now = clock.now_ms()
        chance = random.random()  # noqa: S311 - spreads retries, guards nothing
        mark = outcomes.after_sending(
            held.delivery, readings, reached=held.reached, now=now, chance=chance
        )
        devices = outcomes.device_marks(held.delivery, readings, now)
        await self._marker.add(Result(mark, devices, readings))
