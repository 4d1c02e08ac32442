"""HTTP of reminders: /api/reminders, /api/push/shown."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType

from backend.reminders import service
from backend.reminders.service import Reminder, Wish
from backend.reminders.snooze import Choice
from backend.security import CurrentUser

Weekdays = Annotated[int, Meta(ge=1, le=127)]
# Generous, so that service.py can say with a code of its own what is wrong with them.
Time = Annotated[str, Meta(max_length=16)]
Zone = Annotated[str, Meta(max_length=64)]
Text = Annotated[str, Meta(max_length=160, pattern=r"^[^\x00]*\Z")]


class ReminderIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A new reminder; `habitId` null reminds of the mood check-in.

    `follow`: its zone is the person's own, wherever they are, and `zone` does not count.
    """

    time: Time
    weekdays: Weekdays
    zone: Zone
    habit_id: UUID | None = None
    text: Text = ""
    follow: bool = True


class ReminderChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Any fields of a reminder."""

    time: Time | UnsetType = UNSET
    weekdays: Weekdays | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    habit_id: UUID | UnsetType | None = UNSET
    text: Text | UnsetType = UNSET
    follow: bool | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class ReminderOut(msgspec.Struct, rename="camel"):
    """A reminder; `nextAt` in milliseconds, null when it will not fire."""

    id: UUID
    habit_id: UUID | None
    time: str
    weekdays: int
    zone: str
    text: str
    follow: bool
    enabled: bool
    next_at: int | None
    ignored: int
    stopped: bool


class SnoozeIn(msgspec.Struct, forbid_unknown_fields=True):
    """Which notification comes back, and when."""

    did: UUID
    choice: Choice = msgspec.field(name="for")


class SnoozeOut(msgspec.Struct):
    """When it comes back, in milliseconds."""

    at: int


class DeviceOut(msgspec.Struct, rename="camel"):
    """What became of a notification on one device; `at` in milliseconds."""

    label: str
    status: Literal["sent", "dead", "waiting"]
    at: int | None


class LogOut(msgspec.Struct, rename="camel"):
    """One delivery; instants in milliseconds."""

    due_at: int
    time: str
    habit_id: UUID | None
    kind: Literal["scheduled", "snooze", "notice"]
    state: Literal["sent", "silent", "expired", "failed", "grouped", "waiting"]
    reason: str | None
    sent_at: int | None
    shown_at: int | None
    devices: list[DeviceOut]


class ShownIn(msgspec.Struct, forbid_unknown_fields=True):
    """The delivery id of a notification that was shown."""

    did: UUID


def _out(found: Reminder) -> ReminderOut:
    return msgspec.convert(found, ReminderOut, from_attributes=True)


def _changes(data: ReminderChange) -> dict[str, Any]:
    """Only the fields that were sent."""
    return {
        name: value
        for name in data.__struct_fields__
        if (value := getattr(data, name)) is not UNSET
    }


class ReminderController(Controller):
    """The signed-in person's reminders."""

    path = "/api/reminders"
    tags = ("reminders",)

    @get(summary="List my reminders")
    async def listed(self, user: NamedDependency[CurrentUser]) -> list[ReminderOut]:
        """Reminders by time of day."""
        return [_out(found) for found in await service.listed(user.id)]

    @post(summary="Add a reminder")
    async def create(
        self, data: JSONBody[ReminderIn], user: NamedDependency[CurrentUser]
    ) -> ReminderOut:
        """A wall-clock time on chosen weekdays."""
        wish = Wish(**msgspec.structs.asdict(data))
        return _out(await service.create(user.id, wish))

    @get("/log", summary="See what became of my reminders")
    async def log(self, user: NamedDependency[CurrentUser]) -> list[LogOut]:
        """The newest 50 deliveries."""
        found = await service.told(user.id)
        return [msgspec.convert(told, LogOut, from_attributes=True) for told in found]

    @post("/snooze", status_code=200, summary="Let a notification come back later")
    async def snooze(
        self, data: JSONBody[SnoozeIn], user: NamedDependency[CurrentUser]
    ) -> SnoozeOut:
        """In an hour, this evening or tomorrow; the same wish twice counts once."""
        return SnoozeOut(await service.snooze(user.id, data.did, data.choice))

    @patch("/{reminder_id:uuid}", summary="Change a reminder")
    async def update(
        self,
        reminder_id: FromPath[UUID],
        data: JSONBody[ReminderChange],
        user: NamedDependency[CurrentUser],
    ) -> ReminderOut:
        """Changes some fields; what is on its way is planned anew."""
        return _out(await service.update(user.id, reminder_id, _changes(data)))

    @delete("/{reminder_id:uuid}", summary="Delete a reminder")
    async def remove(self, reminder_id: FromPath[UUID], user: NamedDependency[CurrentUser]) -> None:
        """Deletes a reminder and what it has on its way."""
        await service.remove(user.id, reminder_id)


@post("/api/push/shown", status_code=204, tags=["push"], summary="A notification was shown")
async def shown(data: JSONBody[ShownIn], user: NamedDependency[CurrentUser]) -> None:
    """The service worker's acknowledgement; harmless when repeated or unknown."""
    await service.shown(user.id, data.did)
