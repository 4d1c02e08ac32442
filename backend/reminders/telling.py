"""Tells people what became of their reminders, in plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import clock, database
from backend.database import Row, as_uuid
from backend.reminders import queries

NEWEST = 50
_WAITING = ("pending", "leased", "sending")


@dataclass(frozen=True, slots=True)
class Reached:
    """What became of a notification on one device: sent, dead or waiting."""

    label: str
    status: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """One delivery: when it was due, what became of it and why; instants in ms."""

    due_at: int
    time: str
    habit_id: UUID | None
    kind: str
    state: str
    reason: str | None
    sent_at: int | None
    shown_at: int | None
    devices: list[Reached]


async def told(user_id: UUID) -> list[Told]:
    """A person's 50 newest deliveries, the newest first."""
    db = database.connection()
    found = await queries.newest(db, user_id, NEWEST)
    carried = {as_uuid(row["grouped_with"] or row["id"]) for row in found}
    pushes: dict[UUID, list[Row]] = {}
    for row in await queries.devices_of(db, list(carried)):
        pushes.setdefault(as_uuid(row["delivery_id"]), []).append(row)
    return [_told(row, pushes.get(as_uuid(row["grouped_with"] or row["id"]), [])) for row in found]


async def last_shown(user_id: UUID) -> dict[UUID, int]:
    """When a notification was last shown, by device; one that several had counts for each."""
    found = await queries.last_shown(database.connection(), user_id)
    return {as_uuid(row["subscription_id"]): row["shown_at"] for row in found}


def _told(row: Row, pushes: Sequence[Row]) -> Told:
    state, reason = _state(row)
    sent = state in ("sent", "grouped")
    return Told(
        row["due_at"],
        _time(row),
        as_uuid(row["habit_id"]) if row["habit_id"] else None,
        row["kind"],
        state,
        reason,
        row["sent_at"] if sent else None,
        row["shown_at"],
        [
            Reached(push["label"], _status(push), push["sent_at"])
            for push in pushes
            if push["state"] != "pending" or state == "waiting"
        ],
    )


def _state(row: Row) -> tuple[str, str | None]:
    """A word for people, and a reason where there is one."""
    state, reason = row["state"], row["outcome"].replace("-", "_") or None
    if state in _WAITING:
        return "waiting", None
    if state == "sent":
        return ("grouped" if row["grouped_with"] else "sent"), reason
    if state == "cancelled":
        return "silent", "changed"
    return state, reason


def _status(push: Row) -> str:
    return "waiting" if push["state"] == "pending" else push["state"]


def _time(row: Row) -> str:
    """The wall time it stands for; of a snooze or notice where the reminder's clock then was."""
    if row["kind"] == "scheduled":
        return str(row["local_key"][11:])
    moment = datetime.fromtimestamp(row["due_at"] / 1_000, clock.zone(row["zone"]))
    return moment.strftime("%H:%M")
