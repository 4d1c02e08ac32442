"""The whole delivery line on an injected clock: plan, claim, send, mark."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import time_machine
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.push import service as push
from backend.push.courier import Courier
from backend.push.service import NewSubscription
from backend.reminders import jobs, service
from backend.reminders.dispatcher import Dispatcher
from backend.reminders.service import Wish
from tests.push.sink import Phone, Received, Sink, b64
from tests.support import Person, dump

DAY = "2026-03-02"  # a Monday


def at(time: str, day: str = DAY) -> datetime:
    """An instant of the test's day."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)


def ms(time: str, day: str = DAY) -> int:
    """The same in milliseconds."""
    return int(at(time, day).timestamp() * 1_000)


@dataclass
class Line:
    """One process with its dispatcher, a person and the push service."""

    db: BaseDBAsyncClient
    courier: Courier
    dispatcher: Dispatcher
    person: Person
    sink: Sink
    time: time_machine.Traveller

    async def subscribe(self, name: str, user_id: UUID | None = None) -> Phone:
        """A phone of the person, subscribed."""
        phone = self.sink.phone(name)
        new = NewSubscription(
            str(phone.subscription()["endpoint"]), phone.p256dh, b64(phone.auth), name
        )
        await push.save(user_id or self.person.id, new, self.courier)
        return phone

    async def remind(self, time: str = "08:00", **changes: Any) -> UUID:
        """The id of a new daily reminder of the mood check-in, in UTC."""
        wish = {"time": time, "weekdays": 127, "zone": "UTC", "habit_id": None, **changes}
        return (await service.create(self.person.id, Wish(**wish))).id

    async def wish(self, **columns: Any) -> None:
        """Settings of the person, straight into the database."""
        names = ", ".join(f"{name} = ?" for name in columns)
        await database.rows(self.db, f"UPDATE profiles SET {names}", *columns.values())

    async def tick(self, time: str, day: str = DAY) -> list[Received]:
        """What arrives when every job runs once at that moment."""
        before = len(self.sink.received)
        self.time.move_to(at(time, day))
        await jobs.reap()
        await jobs.plan()
        await self.dispatcher.tick()
        await self.dispatcher.landed()
        return self.sink.received[before:]

    async def states(self) -> list[str]:
        """The state of every delivery, soonest first."""
        found = sorted(await dump(self.db, "deliveries"), key=lambda row: row["due_at"])
        return [row["state"] for row in found]

    async def will_try_again(self, count: int = 1) -> bool:
        """True when that many deliveries wait for another attempt, claimed for it or not yet."""
        found = await self.states()
        return len(found) == count and set(found) <= {"pending", "leased"}

    async def delivery(self) -> dict[str, Any]:
        """The only delivery."""
        (found,) = await dump(self.db, "deliveries")
        return found
