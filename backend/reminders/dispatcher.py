"""Takes planned deliveries to people's devices, exactly when they are due.

claim 20 s ahead, in a rush 60 s → encrypt in batches → hold until due → look again →
mark `sending` → post → mark. A crash loses nothing: what was claimed comes back when its lease
ends, and a repeat carries the same Topic, tag and delivery id, so that a device shows it once.
"""

import asyncio
from collections.abc import Callable
from time import monotonic

from backend import clock, database
from backend.push.service import Courier
from backend.reminders import delivery_queries
from backend.reminders.ahead import Ahead
from backend.reminders.flights import Flights

FLIGHT = 256
APART_S = 0.05  # flights that are not full: looking again costs the same for one and for many
CLAIM_AGAIN_S = 0.25
TICK_S = 10.0  # then the tick ends, so that its health shows
DRAIN_S = 15.0


class Dispatcher:
    """The sending half of one process; many may work on one PostgreSQL database."""

    def __init__(self, courier: Courier, origin: str) -> None:
        self._owner = str(database.uuid7())
        self._ahead = Ahead(courier, origin, self._owner)
        self._flights = Flights(courier, self._ahead.pack, self._owner)
        self._stopping = False
        self._flown_at = self._claimed_at = 0.0

    @property
    def on_sent(self) -> Callable[[int], None]:
        """Called for each notification that was sent, with how late it was in ms."""
        return self._flights.on_sent

    @on_sent.setter
    def on_sent(self, called: Callable[[int], None]) -> None:
        self._flights.on_sent = called

    async def take_over(self) -> None:
        """On SQLite no other process can be alive: what the one before held is free at once."""
        db = database.connection()
        if database.is_sqlite(db):
            await delivery_queries.orphan(db, self._owner, clock.now_ms())

    async def tick(self) -> None:
        """Claim and send all there is, and wait once for what is due within a second."""
        await self._flights.marker.flush()
        ends, waited, self._claimed_at = monotonic() + TICK_S, False, 0.0
        while not self._stopping and monotonic() < ends:
            if await self._send_due() or await self._claim():
                continue
            if waited or not await self._wait_until_due():
                return
            waited = True

    async def landed(self) -> None:
        """Returns when everything posted so far is answered and stored."""
        await self._flights.landed()

    async def drain(self) -> None:
        """Claim nothing more, let posts end within 15 s, give the rest back to others."""
        self._stopping = True
        await self._flights.landed(DRAIN_S)
        self._ahead.clear()
        await delivery_queries.release(database.connection(), self._owner)

    async def _send_due(self) -> bool:
        """Start one flight of what is due now; False when there is nothing."""
        if self._ahead.wait_ms() != 0:
            return False
        await asyncio.sleep(self._flown_at + APART_S - monotonic())
        batch = self._ahead.due(FLIGHT)
        await self._flights.start(batch)
        self._flown_at = 0.0 if len(batch) == FLIGHT else monotonic()
        return True

    async def _claim(self) -> bool:
        """Take what is due soon, a batch at a time; False when there is nothing."""
        if monotonic() < self._claimed_at + CLAIM_AGAIN_S:
            return False
        if await self._ahead.take():
            return True
        self._claimed_at = monotonic()
        return False

    async def _wait_until_due(self) -> bool:
        """Sleep until the next held delivery is due; False when that is over a second away."""
        wait_ms = self._ahead.wait_ms()
        if wait_ms is None or wait_ms > 1_000:
            return False
        await asyncio.sleep(wait_ms / 1_000)
        return True
