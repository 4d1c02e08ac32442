"""Whether a reminder still has a point at the moment of sending."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.checkins import service as checkins
from backend.habits import service as habits
from backend.reminders.deliveries import Claimed

Due = tuple[Claimed, date]  # with the personal day that it is for
Silent = dict[UUID, str]
Asked = tuple[UUID, UUID | None, date]  # a person, a habit or (None) the mood check-in, a day


async def silenced(db: BaseDBAsyncClient, due: Sequence[Due]) -> Silent:
    """Deliveries that must stay silent, with the reason: gone, skipped, paused or done."""
    asked = [(delivery.id, (delivery.user_id, delivery.habit_id, day)) for delivery, day in due]
    found = await answered(db, {thing for _, thing in asked})
    return {id_: found[thing] for id_, thing in asked if thing in found}


async def answered(db: BaseDBAsyncClient, asked: Collection[Asked]) -> dict[Asked, str]:
    """What needs no reminder, with the reason; a pause of all habits is not one of moods."""
    moods = await checkins.moods_on(db, [(user, day) for user, habit, day in asked if not habit])
    pairs = {(habit, day) for _, habit, day in asked if habit}
    found = await habits.answered(db, pairs) if pairs else {}
    reasons = {}
    for thing in asked:
        user, habit, day = thing
        if habit is None and (user, day) in moods:
            reasons[thing] = "done"
        elif habit and (habit, day) in found:
            reasons[thing] = found[habit, day]
    return reasons
