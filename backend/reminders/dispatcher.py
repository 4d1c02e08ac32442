"""Takes planned deliveries to people's devices, exactly when they are due.

claim 20 s ahead → encrypt in batches → hold until due → look again → mark `sending` → post → mark.
A crash loses nothing: what was claimed comes back when its lease ends, and a repeat carries the
same Topic, tag and delivery id, so that a device shows it once.
"""

import asyncio
import heapq
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts import service as accounts
from backend.accounts.service import ReminderProfile
from backend.habits import service as habits
from backend.push import service as push
from backend.push.service import Courier, Device, Reading
from backend.reminders import delivery_queries, holding, outcomes, stopping, texts
from backend.reminders.deliveries import Claimed
from backend.reminders.holding import Held
from backend.reminders.marker import Marker, Result
from backend.reminders.silence import silenced
from backend.reminders.standing import Standing, standings

log = logging.getLogger("everkeel.reminders")

AHEAD_MS = 20_000
CLAIM_BATCH = 500
ENCODE_BATCH = 64
HELD_AT_MOST = 20_000  # bounds memory: about 2 kB each
FLIGHT = 128
FLIGHTS_AT_ONCE = 4
DRAIN_S = 15.0
_ROUNDS = 20  # then the tick ends, so that its health shows


class Dispatcher:
    """The sending half of one process; many may work on one PostgreSQL database."""

    def __init__(self, courier: Courier, origin: str) -> None:
        self._courier = courier
        self._origin = origin
        self._owner = str(database.uuid7())
        self._marker = Marker(self._owner)
        self._held: list[Held] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(FLIGHTS_AT_ONCE)
        self._stopping = False
        self.on_sent: Callable[[int], None] = lambda _: None  # ms late

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
        claimed = await database.transaction(
            lambda tx: delivery_queries.claim(tx, self._owner, now, now + AHEAD_MS, limit)
        )
        if claimed:
            await self._prepare(db, claimed)
        return len(claimed)

    async def _prepare(self, db: BaseDBAsyncClient, claimed: list[Claimed]) -> None:
        """Encrypt each notification for the person's devices that have not had it yet."""
        user_ids = list({delivery.user_id for delivery in claimed})
        profiles = await accounts.reminder_profiles(db, user_ids)
        found, badges = await standings(db, claimed, profiles)
        names = await _open_names(db, found, profiles)
        devices = await push.devices(db, user_ids)
        begun = {delivery.lead for delivery in claimed if delivery.begun}
        settled = await delivery_queries.settled_devices(db, list(begun))
        for number, members in enumerate(holding.together(found, {id_ for id_, _ in settled}), 1):
            user_id = members[0].delivery.user_id
            held = _hold(members, profiles[user_id], devices.get(user_id, []), settled)
            held.names, held.badge = names, badges.get(user_id, 0)
            self._pack(held, [member for member in members if not member.reason])
            heapq.heappush(self._held, held)
            if number % ENCODE_BATCH == 0:
                await asyncio.sleep(0)  # let answers in between batches, not between messages

    def _pack(self, held: Held, members: Sequence[Standing]) -> None:
        """Encrypt the notification of these deliveries; what cannot be encrypted is left out."""
        held.parcels, held.packed = [], [member.delivery.id for member in members]
        if not members:
            return
        deliveries = [member.delivery for member in members]
        try:
            message = texts.compose(
                deliveries, held.profile, held.names, members[0].day, held.badge, self._origin
            )
        except Exception:  # a spoilt row must not cost the batch
            log.exception("delivery %s cannot be prepared", deliveries[0].id)
            return
        until = min(delivery.expires_at for delivery in deliveries)
        packed = (self._courier.pack(device, message, until) for device in held.devices)
        held.parcels = [parcel for parcel in packed if parcel is not None]

    async def _send_due(self) -> int:
        """Start one flight of what is due now; how many deliveries."""
        now, batch = clock.now_ms(), list[Held]()
        while self._held and self._held[0].send_at <= now and len(batch) < FLIGHT:
            batch.append(heapq.heappop(self._held))
        if batch:
            await self._room.acquire()
            task = asyncio.create_task(self._fly(holding.merged(batch)))
            self._flights.add(task)
            task.add_done_callback(self._flights.discard)
        return len(batch)

    async def _fly(self, batch: list[Held]) -> None:
        """Look again, then post; whatever goes wrong is retried when the lease ends."""
        try:
            ready = await self._still_wanted(batch)
            await asyncio.gather(*(self._send(held) for held in ready))
        except Exception:
            log.exception("a batch of %d deliveries failed; it will be tried again", len(batch))
        finally:
            self._room.release()

    async def _still_wanted(self, batch: list[Held]) -> list[Held]:
        """Those to post now, marked `sending`, each with the devices that are still there."""
        db, now = database.connection(), clock.now_ms()
        ending = await self._end_silent(db, batch, now)
        ids = [m.delivery.id for h in batch for m in h.members if m.delivery.id not in ending]
        sending = await delivery_queries.begin_sending(db, ids, self._owner, now)
        for held in batch:
            held.members = [m for m in held.members if m.delivery.id in sending]
        ready = [held for held in batch if held.members]
        await delivery_queries.group(db, [pair for held in ready for pair in held.pairs()])
        devices = await push.devices(db, list({held.user_id for held in ready}))
        active = {device.id for found in devices.values() for device in found}
        for held in ready:
            held.devices = [device for device in held.devices if device.id in active]
            if held.packed != [member.delivery.id for member in held.members]:
                self._pack(held, held.members)
            held.parcels = [p for p in held.parcels if p.device.id in active]
        return ready

    async def _end_silent(self, db: BaseDBAsyncClient, batch: list[Held], now: int) -> set[UUID]:
        """End what has lost its point by now; the ids of these deliveries."""
        found = [member for held in batch for member in held.members]
        silent = await silenced(db, [(member.delivery, member.day) for member in found])
        marks, stopped = holding.endings(found, silent, now)
        await delivery_queries.mark(db, marks, self._owner)
        if stopped:
            profiles = {held.user_id: held.profile for held in batch}
            deliveries = [member.delivery for member in stopped]
            await stopping.stop(deliveries, profiles, self._owner)
        return {mark.id for mark in marks} | {member.delivery.id for member in stopped}

    async def _send(self, held: Held) -> None:
        """Post one notification to its devices and store what came of it."""
        answers = await asyncio.gather(*(self._courier.deliver(p) for p in held.parcels))
        readings: dict[UUID, Reading] = {
            parcel.device.id: reading for parcel, reading in zip(held.parcels, answers, strict=True)
        }
        now = clock.now_ms()
        chance = random.random()  # noqa: S311 - spreads retries, guards nothing
        deliveries = [member.delivery for member in held.members]
        marks = outcomes.after_sending(
            deliveries, readings, reached=held.reached, now=now, chance=chance
        )
        devices = outcomes.device_marks(deliveries[0], readings, now)
        sent = marks[0].state == "sent"
        if sent:
            self.on_sent(now - deliveries[0].due_at)
        paces = _paces(held) if sent else []
        await self._marker.add(Result(marks, devices, readings, paces))


def _hold(
    members: list[Standing],
    profile: ReminderProfile,
    devices: list[Device],
    settled: Mapping[tuple[UUID, UUID], str],
) -> Held:
    """A notification, not encrypted yet, for the devices that have not had it."""
    leader = members[0].delivery
    return Held(
        leader.send_at,
        leader.user_id,
        members,
        profile,
        names={},
        badge=0,
        devices=[device for device in devices if (leader.lead, device.id) not in settled],
        reached=any(settled.get((leader.lead, device.id)) == "sent" for device in devices),
    )


def _paces(held: Held) -> list[tuple[UUID, int]]:
    """Reminders whose count of ignored notifications is another from now on."""
    return [
        (member.delivery.reminder_id, member.ignored)
        for member in held.members
        if member.ignored is not None
    ]


async def _open_names(
    db: BaseDBAsyncClient, found: Sequence[Standing], profiles: Mapping[UUID, ReminderProfile]
) -> dict[UUID, str]:
    """The names of the habits of people who let their notifications be open."""
    wanted = {
        standing.delivery.habit_id
        for standing in found
        if profiles[standing.delivery.user_id].open_texts and standing.delivery.habit_id
    }
    return await habits.names(db, list(wanted))
