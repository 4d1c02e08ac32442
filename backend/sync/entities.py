"""What can be synced, by name: its table, how its changes are checked, what a new one needs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from backend.accounts import service as accounts
from backend.checkins import service as checkins
from backend.habits import service as habits
from backend.synced import Fields, Record, Rejected, Table

EntityName = Literal["habit", "entry", "mood", "profile"]


@dataclass(slots=True)
class Batch:
    """What a batch of operations knows while it is applied: whose it is, its rows so far."""

    owner: UUID
    today: date
    last_seq: int
    records: dict[tuple[EntityName, str], Record] = field(default_factory=dict)
    dirty: dict[tuple[EntityName, str], Record] = field(default_factory=dict)

    def next_seq(self) -> int:
        """The next number of the owner's feed."""
        self.last_seq += 1
        return self.last_seq


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of synced thing."""

    table: Table
    parse: Callable[[Fields, Batch], Fields]
    require: Callable[[str, Fields, Batch], None]


def _require_habit(id_: str, _: Fields, batch: Batch) -> None:
    habit_id, day = id_.split(":")
    habit = batch.records.get(("habit", habit_id))
    if habit is None or habit.owner != batch.owner:
        raise Rejected("unknown-habit", "There is no such habit.")
    checkins.require_day(date.fromisoformat(day), batch.today)


def _no_new_profile(_id: str, _fields: Fields, _batch: Batch) -> None:
    raise Rejected("not-found", "This is not your profile.")


ENTITIES: dict[EntityName, Entity] = {
    "habit": Entity(
        habits.TABLE,
        lambda fields, _: habits.parse_change(fields),
        lambda _id, fields, _: habits.require_complete(fields),
    ),
    "entry": Entity(
        checkins.ENTRIES, lambda fields, _: checkins.parse_entry(fields), _require_habit
    ),
    "mood": Entity(
        checkins.MOODS,
        lambda fields, batch: checkins.parse_mood(fields, batch.today),
        lambda _id, fields, _: checkins.require_complete(fields),
    ),
    "profile": Entity(
        accounts.profiles.TABLE,
        lambda fields, _: accounts.profiles.parse_change(fields),
        _no_new_profile,
    ),
}
