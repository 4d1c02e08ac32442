"""Ends reminders that nobody answers, and says so once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts.service import ReminderProfile
from backend.reminders import (
    mark_queries,
    outcomes,
    pace,
    plan_queries,
    quiet,
    standing_queries,
)
from backend.reminders.deliveries import Claimed, Planned

NOTICE_LIFETIME_MS = 24 * 3_600_000


async def stop(
    stopped: Sequence[Claimed], profiles: Mapping[UUID, ReminderProfile], owner: str
) -> None:
    """One transaction: the reminders stop, their deliveries end, each owner gets one notice."""
    now = clock.now_ms()
    ended = [outcomes.ended(delivery, "silent", "ignored") for delivery in stopped]

    async def work(db: BaseDBAsyncClient) -> None:
        notices = [
            _notice(delivery, profiles[delivery.user_id], now)
            for delivery in stopped
            if await standing_queries.stop(db, delivery.reminder_id, pace.STOP, now)
        ]
        await plan_queries.insert_deliveries(db, notices, now)
        await mark_queries.mark(db, ended, owner)

    await database.transaction(work)


def _notice(delivery: Claimed, profile: ReminderProfile, now: int) -> Planned:
    """The notice, at the end of quiet hours when it would fall into them."""
    at = quiet.after_quiet(now, profile.quiet_from, profile.quiet_to, clock.zone(profile.zone))
    return Planned(
        delivery.reminder_id,
        delivery.user_id,
        f"notice:{now}",
        at,
        at + NOTICE_LIFETIME_MS,
        "notice",
    )
