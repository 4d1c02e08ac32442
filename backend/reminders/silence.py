"""Whether a reminder still has a point at the moment of sending."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.accounts import service as accounts
from backend.accounts.service import ReminderProfile
from backend.checkins import service as checkins
from backend.habits import service as habits
from backend.reminders.delivery_queries import Claimed

Due = tuple[Claimed, ReminderProfile]


async def silenced(db: BaseDBAsyncClient, due: Sequence[Due]) -> dict[UUID, str]:
    """Deliveries that must stay silent, with the reason: done, or gone (archived, deleted)."""
    today = {delivery.id: accounts.today(profile) for delivery, profile in due}
    of_habits = [(delivery, delivery.habit_id) for delivery, _ in due if delivery.habit_id]
    of_moods = [delivery for delivery, _ in due if delivery.habit_id is None]
    return {
        **await _of_habits(db, of_habits, today),
        **await _of_moods(db, of_moods, today),
    }


async def _of_habits(
    db: BaseDBAsyncClient, due: Sequence[tuple[Claimed, UUID]], today: dict[UUID, date]
) -> dict[UUID, str]:
    """Reminders of a habit that is done today or no longer kept."""
    if not due:
        return {}
    alive = await habits.due_habits(db, [habit for _, habit in due])
    done = await checkins.done_on(db, [(habit, today[delivery.id]) for delivery, habit in due])
    return {
        delivery.id: "gone" if habit not in alive else "done"
        for delivery, habit in due
        if habit not in alive or (habit, today[delivery.id]) in done
    }


async def _of_moods(
    db: BaseDBAsyncClient, due: Sequence[Claimed], today: dict[UUID, date]
) -> dict[UUID, str]:
    """Reminders of the mood check-in on a day that has a mood."""
    if not due:
        return {}
    pairs = [(delivery.user_id, today[delivery.id]) for delivery in due]
    done = await checkins.moods_on(db, pairs)
    return {d.id: "done" for d in due if (d.user_id, today[d.id]) in done}
