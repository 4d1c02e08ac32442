"""Whether a reminder still has a point at the moment of sending."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.checkins import service as checkins
from backend.habits import service as habits
from backend.reminders.deliveries import Claimed

Due = tuple[Claimed, date]  # with the personal day that it is for
Silent = dict[UUID, str]
Check = Callable[[BaseDBAsyncClient, Sequence[Due]], Awaitable[Silent]]
Pair = tuple[UUID, date]
Lookup = Callable[[BaseDBAsyncClient, Sequence[Pair]], Awaitable[set[Pair]]]


async def silenced(db: BaseDBAsyncClient, due: Sequence[Due]) -> Silent:
    """Deliveries that must stay silent, with the first reason of CHECKS that holds."""
    found: Silent = {}
    for check in CHECKS:
        found = {**await check(db, due), **found}
    return found


async def _gone(db: BaseDBAsyncClient, due: Sequence[Due]) -> Silent:
    """Reminders of a habit that is archived or deleted."""
    asked = {delivery.habit_id for delivery, _ in due if delivery.habit_id}
    if not asked:
        return {}
    gone = asked - await habits.due_habits(db, list(asked))
    return {delivery.id: "gone" for delivery, _ in due if delivery.habit_id in gone}


def _habits(reason: str, lookup: Lookup) -> Check:
    """Silent when `lookup` knows the reminder's habit and day."""

    async def check(db: BaseDBAsyncClient, due: Sequence[Due]) -> Silent:
        asked = [(d.id, (d.habit_id, day)) for d, day in due if d.habit_id]
        return _said(reason, asked, await lookup(db, [pair for _, pair in asked]))

    return check


def _moods(reason: str, lookup: Lookup) -> Check:
    """Silent when `lookup` knows the person and day of a reminder of the mood check-in."""

    async def check(db: BaseDBAsyncClient, due: Sequence[Due]) -> Silent:
        asked = [(d.id, (d.user_id, day)) for d, day in due if d.habit_id is None]
        return _said(reason, asked, await lookup(db, [pair for _, pair in asked]))

    return check


def _said(reason: str, asked: Sequence[tuple[UUID, Pair]], found: set[Pair]) -> Silent:
    """The reason for each delivery whose pair was found."""
    return {delivery: reason for delivery, pair in asked if pair in found} if found else {}


CHECKS: tuple[Check, ...] = (
    _gone,
    _habits("done", checkins.done_on),
    _moods("done", checkins.moods_on),
)
