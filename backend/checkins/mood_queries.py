"""SQL of moods as charts read them, and of the factors and events beside them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import as_date, as_uuid, marks, records, rows

FOLLOWED = ("medicine", "therapy", "treatment")


class Mood(msgspec.Struct, frozen=True):
    """One mood with the ids of its factors; `detailed` when more was said than how it is."""

    day: date
    at: int
    level: int
    energy: int | None
    anxiety: int | None
    confidence: int | None
    sleep: int | None
    emotions: Sequence[str]
    factors: Sequence[str]
    detailed: bool


class Factor(msgspec.Struct, frozen=True):
    """Something of a person's own that may go with their mood."""

    id: UUID
    name: str
    archived: bool


class FollowedEvent(msgspec.Struct, frozen=True):
    """A medicine, therapy or treatment: when it began, and when the person means to look again."""

    id: UUID
    day: date
    follow_up_on: date | None


async def moods(db: BaseDBAsyncClient, user_id: UUID, first: date, last: date) -> list[Mood]:
    """Every mood of those days, in the order of the taps."""
    found = await records(
        db,
        "SELECT day, at, level, energy, anxiety, confidence, sleep, emotions, factors,"
        " CASE WHEN note = '' THEN 0 ELSE 1 END FROM moods"
        " WHERE user_id = ? AND day BETWEEN ? AND ? AND NOT deleted ORDER BY at",
        user_id, first, last,
    )  # fmt: skip
    return [_mood(tuple(row)) for row in found]


def _mood(row: tuple[Any, ...]) -> Mood:
    day, at, level, energy, anxiety, confidence, sleep, emotions, factors, noted = row
    ratings = (energy, anxiety, confidence, sleep)
    words, chosen = _list(emotions), _list(factors)
    detailed = bool(words or chosen or noted) or any(rating is not None for rating in ratings)
    return Mood(
        as_date(day), at, level, energy, anxiety, confidence, sleep, words, chosen, detailed
    )


def _list(value: Any) -> Sequence[str]:
    found: Sequence[str] = msgspec.json.decode(value) if isinstance(value, str) else value
    return found


async def first_mood(db: BaseDBAsyncClient, user_id: UUID) -> date | None:
    """The first day with a mood."""
    found = await rows(
        db,
        "SELECT day FROM moods WHERE user_id = ? AND NOT deleted ORDER BY day LIMIT 1",
        user_id,
    )
    return as_date(found[0]["day"]) if found else None


async def factors(db: BaseDBAsyncClient, user_id: UUID) -> list[Factor]:
    """A person's factors that are not deleted."""
    found = await rows(
        db,
        "SELECT id, name, archived FROM factors WHERE user_id = ? AND NOT deleted"
        " ORDER BY position, id",
        user_id,
    )
    return [Factor(as_uuid(r["id"]), r["name"], bool(r["archived"])) for r in found]


async def followed_events(db: BaseDBAsyncClient, user_id: UUID) -> list[FollowedEvent]:
    """A person's medicines, therapies and treatments, oldest first."""
    found = await rows(
        db,
        "SELECT id, day, follow_up_on FROM events WHERE user_id = ? AND NOT deleted"
        f" AND kind IN ({marks(len(FOLLOWED))}) ORDER BY day, id",
        user_id, *FOLLOWED,
    )  # fmt: skip
    return [_event(row) for row in found]


def _event(row: dict[str, Any]) -> FollowedEvent:
    again = row["follow_up_on"]
    return FollowedEvent(as_uuid(row["id"]), as_date(row["day"]), as_date(again) if again else None)
