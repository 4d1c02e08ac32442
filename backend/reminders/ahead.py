"""Claims deliveries ahead of their time, encrypts them and holds them until they are due."""

import asyncio
import heapq
import logging
from collections.abc import Mapping, Sequence
from itertools import count
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts import service as accounts
from backend.accounts.service import ReminderProfile
from backend.habits import service as habits
from backend.push import service as push
from backend.push.service import Courier, Device
from backend.reminders import delivery_queries, holding, mark_queries, texts
from backend.reminders.deliveries import Claimed
from backend.reminders.holding import Held, Key
from backend.reminders.standing import Standing, standings

log = logging.getLogger("everkeel.reminders")

AHEAD_MS = 20_000
RUSH_AHEAD_MS = 60_000  # all that is planned: 100,000 messages need a quarter of it
RUSH = 5_000  # so many are a rush
CLAIM_BATCH = 500
ENCODE_BATCH = 64
HELD_AT_MOST = 120_000  # bounds memory: about 4 kB each


class Ahead:
    """What one process has claimed and not sent yet, the soonest first."""

    def __init__(self, courier: Courier, origin: str, owner: str) -> None:
        self._courier = courier
        self._origin = origin
        self._owner = owner
        self._queue: list[tuple[int, int, Held]] = []
        self._by_key: dict[Key, Held] = {}
        self._number = count()
        self._rush = False

    def __len__(self) -> int:
        """How many notifications are held."""
        return len(self._queue)

    def wait_ms(self) -> int | None:
        """How long until the next one is due, at least 0; None when nothing is held."""
        return max(self._queue[0][0] - clock.now_ms(), 0) if self._queue else None

    def due(self, most: int) -> list[Held]:
        """At most so many notifications that are due now, held no longer."""
        now, found = clock.now_ms(), list[Held]()
        while self._queue and self._queue[0][0] <= now and len(found) < most:
            held = heapq.heappop(self._queue)[2]
            del self._by_key[held.key]
            found.append(held)
        return found

    def clear(self) -> None:
        """Forget everything; it stays claimed."""
        self._queue.clear()
        self._by_key.clear()

    async def take(self) -> int:
        """Claim a batch that is due soon and encrypt it; how many deliveries."""
        limit = min(CLAIM_BATCH, HELD_AT_MOST - len(self))
        if limit <= 0:
            return 0
        db, now = database.connection(), clock.now_ms()
        until = now + (RUSH_AHEAD_MS if self._rush else AHEAD_MS)
        claimed = await database.transaction(
            lambda tx: delivery_queries.claim(tx, self._owner, now, until, limit)
        )
        if len(claimed) < limit:
            self._rush = await delivery_queries.crowded(db, now + RUSH_AHEAD_MS, RUSH)
        if claimed:
            await self._prepare(db, claimed)
        return len(claimed)

    async def _prepare(self, db: BaseDBAsyncClient, claimed: list[Claimed]) -> None:
        """Encrypt each notification for the person's devices that have not had it yet."""
        user_ids = list({delivery.user_id for delivery in claimed})
        profiles = await accounts.reminder_profiles(db, user_ids)
        found, badges = await standings(db, claimed, profiles)
        words = await habits.words(db, {s.delivery.habit_id for s in found if s.delivery.habit_id})
        devices = await push.devices(db, user_ids)
        begun = {delivery.lead for delivery in claimed if delivery.begun}
        settled = await mark_queries.settled_devices(db, list(begun))
        for number, members in enumerate(holding.together(found, {id_ for id_, _ in settled}), 1):
            user_id = members[0].delivery.user_id
            held = _hold(members, profiles[user_id], devices.get(user_id, []), settled)
            held.words, held.badge = words, badges.get(user_id, 0)
            self._keep(held)
            if number % ENCODE_BATCH == 0:
                await asyncio.sleep(0)  # let answers in between batches, not between messages

    def _keep(self, held: Held) -> None:
        """Hold a notification, encrypted; what belongs to one that is held already joins it."""
        first = self._by_key.setdefault(held.key, held)
        if first is not held:
            first.join(held)
            return
        self.pack(held, [member for member in held.members if not member.reason])
        heapq.heappush(self._queue, (held.send_at, next(self._number), held))

    def pack(self, held: Held, members: Sequence[Standing]) -> None:
        """Encrypt the notification of these deliveries; what cannot be encrypted is left out."""
        held.parcels, held.packed = [], [member.delivery.id for member in members]
        if not members:
            return
        deliveries = [member.delivery for member in members]
        try:
            message = texts.compose(
                deliveries, held.profile, held.words, members[0].day, held.badge, self._origin
            )
        except Exception:  # a spoilt row must not cost the batch
            log.exception("delivery %s cannot be prepared", deliveries[0].id)
            return
        until = min(delivery.expires_at for delivery in deliveries)
        packed = (self._courier.pack(device, message, until) for device in held.devices)
        held.parcels = [parcel for parcel in packed if parcel is not None]


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
        words={},
        badge=0,
        devices=[device for device in devices if (leader.lead, device.id) not in settled],
        reached=any(settled.get((leader.lead, device.id)) == "sent" for device in devices),
    )
