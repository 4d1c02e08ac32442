"""Deliveries as the pipeline hands them on: planned, claimed, marked (no I/O)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process alone may send, from `send_at` until its lease ends.

    `begun`: an attempt has been made; `lead` is the delivery that carried it then, or itself.
    """

    id: UUID
    reminder_id: UUID
    user_id: UUID
    kind: str
    local_key: str
    due_at: int
    send_at: int
    expires_at: int
    attempt: int
    begun: bool
    lead: UUID
    habit_id: UUID | None = None
    zone: str = "UTC"
    text: str = ""


class Mark(NamedTuple):
    """What became of a delivery after sending."""

    id: UUID
    state: str
    outcome: str
    attempt: int
    not_before: int
    sent_at: int | None = None


class DeviceMark(NamedTuple):
    """What became of a delivery on one device; `state` is sent, dead or pending."""

    delivery_id: UUID
    subscription_id: UUID
    state: str
    status: int
    sent_at: int | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery to come: a scheduled one, a snooze or a notice."""

    reminder_id: UUID
    user_id: UUID
    local_key: str
    due_at: int
    expires_at: int
    kind: str = "scheduled"


Place = UUID | int | tuple[int, int]


class Member(NamedTuple):
    """A reminder, whose it is and what finds its row; ids as the driver has them."""

    reminder_id: UUID | str
    user_id: UUID | str
    place: Place


class Alike(NamedTuple):
    """What reminders share that are due together: all that comes follows from it."""

    minute: int
    weekdays: int
    zone: str
    next_fire_at: int
    next_local: str


class Wave(NamedTuple):
    """The same delivery for many reminders."""

    members: Sequence[Member]
    local_key: str
    due_at: int
    expires_at: int
    kind: str
