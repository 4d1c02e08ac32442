"""What the scheduler calls for insights: each person's looks, in the night of their fixed day."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend import clock, database
from backend.database import Row, as_date, as_uuid
from backend.trends import looking, queries

log = logging.getLogger("everkeel.trends")

LEASE_MS = 10 * 60_000
AT_ONCE = 20  # people whose looks a process holds; a dead one delays them by ten minutes
MOST = 2_000  # a tick


async def look() -> None:
    """Makes the looks that are due, wherever the person's day has begun.

    A few people at a time are held for this process, looked at one after another, and moved on to
    their next look; what is left after a crash is held anew ten minutes later.
    """
    waiting = await _due()
    for at in range(0, len(waiting), AT_ONCE):
        now = clock.now_ms()
        batch = waiting[at : at + AT_ONCE]
        held = await queries.claim(database.connection(), batch, now, now + LEASE_MS)
        await _look_at(held)


async def _due() -> Sequence[UUID]:
    # A day ahead of UTC's: somewhere it has begun.
    latest = clock.now().date() + timedelta(days=1)
    found = await queries.due(database.connection(), latest, clock.now_ms(), MOST)
    return [as_uuid(row["user_id"]) for row in found if _begun(row)]


def _begun(row: Row) -> bool:
    today = clock.today(row["zone"], row["day_starts_at"])
    return as_date(row["next_look_on"]) <= today


async def _look_at(user_ids: Sequence[UUID]) -> None:
    for user_id in user_ids:
        try:
            await looking.look_if_due(user_id)
        except Exception:  # the others' looks go on; this one is tried again after its lease
            log.exception("The look at a person's insights failed; it will be tried again")
