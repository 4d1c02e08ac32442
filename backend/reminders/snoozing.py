"""Lets a notification come back later, as its reader chose."""

import base64
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts import service as accounts
from backend.database import Row, as_uuid
from backend.errors import not_found
from backend.reminders import plan_queries, queries, rules
from backend.reminders.deliveries import Planned
from backend.reminders.quiet import after_quiet
from backend.reminders.rules import Schedule
from backend.reminders.snooze import Choice, snoozed_until


async def snooze(user_id: UUID, delivery_id: UUID, choice: Choice) -> int:
    """When everything of a notification comes back (ms), the same for every repeat of the wish."""

    async def work(db: BaseDBAsyncClient) -> int:
        members = await queries.notification(db, user_id, delivery_id)
        asked = [row for row in members if as_uuid(row["id"]) == delivery_id]
        if not asked or asked[0]["kind"] == "notice":
            raise not_found("There is no such notification.")
        at = await _until(db, user_id, asked[0], choice)
        planned = [_planned(user_id, row, choice, at) for row in members]
        await plan_queries.insert_deliveries(db, planned, clock.now_ms())
        return await queries.due_at(db, as_uuid(asked[0]["reminder_id"]), _key(asked[0], choice))

    return await database.transaction(work)


async def _until(db: BaseDBAsyncClient, user_id: UUID, row: Row, choice: Choice) -> int:
    """The instant of a choice; quiet hours put it off to their end."""
    profile = (await accounts.reminder_profiles(db, [user_id]))[user_id]
    home = clock.zone(profile.zone)
    at = snoozed_until(choice, clock.now_ms(), row["minute"], clock.zone(row["zone"]), home)
    return after_quiet(at, profile.quiet_from, profile.quiet_to, home)


def _planned(user_id: UUID, row: Row, choice: Choice, at: int) -> Planned:
    schedule = Schedule(row["minute"], row["weekdays"], clock.zone(row["zone"]))
    expires = rules.expires_at(at, rules.next_occurrence(schedule, at))
    return Planned(as_uuid(row["reminder_id"]), user_id, _key(row, choice), at, expires, "snooze")


def _key(row: Row, choice: Choice) -> str:
    """One for each delivery and choice, so that a wish sent twice counts once."""
    short = base64.urlsafe_b64encode(as_uuid(row["id"]).bytes).rstrip(b"=").decode()
    return f"{short}:{choice}"
