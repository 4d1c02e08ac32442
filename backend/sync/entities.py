"""What can be synced, by name: its table, how its changes are checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from backend.accounts import service as accounts
from backend.articles import service as articles
from backend.checkins import service as checkins
from backend.habits import service as habits
from backend.sync.rules import Lost
from backend.synced import Fields, Record, Rejected, Table

EntityName = Literal[
    "group", "habit", "entry", "amount", "pause", "mood", "factor", "event", "screening",
    "reading", "profile",
]  # fmt: skip
Place = tuple[EntityName, str]


@dataclass(slots=True)
class Batch:
    """What a batch of operations knows while it is applied: whose it is, its rows so far.

    `habits` are those of the owner's that the operations name.
    """

    owner: UUID
    today: date
    last_seq: int
    habits: set[str] = field(default_factory=set)
    records: dict[Place, Record] = field(default_factory=dict)
    dirty: dict[Place, Record] = field(default_factory=dict)
    lost: list[tuple[Place, UUID, Lost]] = field(default_factory=list)

    def next_seq(self) -> int:
        """The next number of the owner's feed."""
        self.last_seq += 1
        return self.last_seq

    def require_habit(self, habit_id: UUID | str) -> None:
        """Raises Rejected unless that is a habit of the owner's."""
        if str(habit_id) not in self.habits and ("habit", str(habit_id)) not in self.dirty:
            raise Rejected("unknown-habit", "There is no such habit.")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one row: what it names, the row as it would be, whether it is a new one."""

    id: str
    change: Fields
    fields: Fields
    is_new: bool


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of synced thing: `parse` looks at a change alone, `check` at the row it makes."""

    table: Table
    parse: Callable[[Fields, Batch], Fields]
    check: Callable[[Edit, Batch], None] = lambda _edit, _batch: None
    habit: Callable[[str, Mapping[str, Any]], Any] = lambda _id, _fields: None


def _alone(parse: Callable[[Fields], Fields]) -> Callable[[Fields, Batch], Fields]:
    return lambda fields, _: parse(fields)


def _dated(parse: Callable[[Fields, date], Fields]) -> Callable[[Fields, Batch], Fields]:
    return lambda fields, batch: parse(fields, batch.today)


def _whole(check: Callable[[Fields], None]) -> Callable[[Edit, Batch], None]:
    return lambda edit, _: check(edit.fields)


def _check_entry(edit: Edit, batch: Batch) -> None:
    if edit.is_new:
        habit_id, day = edit.id.split(":")
        batch.require_habit(habit_id)
        checkins.changes.require_day(date.fromisoformat(day), batch.today)


def _of_habit(check: Callable[[Fields], None]) -> Callable[[Edit, Batch], None]:
    """The check, and that a habit that the change names is the owner's."""

    def checked(edit: Edit, batch: Batch) -> None:
        check(edit.fields)
        if habit_id := edit.change.get("habit_id"):
            batch.require_habit(habit_id)

    return checked


def _check_profile(edit: Edit, _: Batch) -> None:
    if edit.is_new:
        raise Rejected("not-found", "This is not your profile.")


def _named_habit(_: str, fields: Mapping[str, Any]) -> Any:
    return fields.get("habitId")


# Parents first: they are saved in this order.
ENTITIES: dict[EntityName, Entity] = {
    "group": Entity(
        habits.changes.GROUPS,
        _alone(habits.changes.parse_group),
        _whole(habits.changes.check_group),
    ),
    "habit": Entity(
        habits.changes.HABITS,
        _alone(habits.changes.parse_habit),
        _whole(habits.changes.check_habit),
    ),
    "entry": Entity(
        checkins.changes.ENTRIES,
        _alone(checkins.changes.parse_entry),
        _check_entry,
        lambda id_, _: id_.split(":")[0],
    ),
    "amount": Entity(
        checkins.changes.AMOUNTS,
        _dated(checkins.changes.parse_amount),
        _of_habit(checkins.changes.check_amount),
        _named_habit,
    ),
    "pause": Entity(
        checkins.changes.PAUSES,
        _alone(checkins.changes.parse_pause),
        _of_habit(checkins.changes.check_pause),
        _named_habit,
    ),
    "mood": Entity(
        checkins.changes.MOODS,
        _dated(checkins.changes.parse_mood),
        _whole(checkins.changes.check_mood),
    ),
    "factor": Entity(
        checkins.markers.FACTORS,
        _alone(checkins.markers.parse_factor),
        _whole(checkins.markers.check_factor),
    ),
    "event": Entity(
        checkins.markers.EVENTS,
        _dated(checkins.markers.parse_event),
        _whole(checkins.markers.check_event),
    ),
    "screening": Entity(
        checkins.screenings.SCREENINGS,
        _dated(checkins.screenings.parse_screening),
        _whole(checkins.screenings.check_screening),
    ),
    # Of any article, also of one that is not known: it may come back.
    "reading": Entity(articles.readings.READINGS, _dated(articles.readings.parse_reading)),
    "profile": Entity(
        accounts.profiles.TABLE, _alone(accounts.profiles.parse_change), _check_profile
    ),
}
