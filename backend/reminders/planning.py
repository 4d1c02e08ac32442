"""Plans what is due next, hands out again what dead processes held, forgets what is old."""

import logging

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.clock import UnknownZone
from backend.reminders import delivery_queries, plan_queries, rules
from backend.reminders.deliveries import Alike, Wave
from backend.reminders.plan_queries import Moved
from backend.reminders.rules import Occurrence, Schedule

log = logging.getLogger("everkeel.reminders")

PLAN_AHEAD_MS = 60_000
PLAN_BATCH = 2_000  # some 25 ms that others wait
KEEP_DELIVERIES_MS = 30 * 24 * 3_600_000
_PRUNE_BATCH = 1_000


async def plan() -> int:
    """Turn what is due within a minute into deliveries; how many reminders were looked at."""
    looked_at, now = 0, clock.now_ms()
    while True:
        batch = await database.transaction(lambda db: _plan_batch(db, now))
        looked_at += batch
        if not batch:
            return looked_at


async def _plan_batch(db: BaseDBAsyncClient, now: int) -> int:
    """One transaction: insert deliveries, move each reminder on; a crash leaves both or none.

    One process at a time plans: two would take apart what one person gets at one instant.
    """
    if not await database.alone(db, "everkeel.plan"):
        return 0
    due = await plan_queries.due_reminders(db, now + PLAN_AHEAD_MS, PLAN_BATCH)
    if not due:
        return 0
    waves, moved = list[Wave](), list[Moved]()
    for alike, members in due.items():
        this, after = _plan_alike(alike, now)
        if this is not None:
            expires_at = rules.expires_at(this.at, after)
            waves.append(Wave(members, this.local_key, this.at, expires_at, "scheduled"))
        moved.append(([place for _, _, place in members], after))
    await plan_queries.insert_waves(db, waves, now)
    await plan_queries.move_on(db, moved)
    return sum(len(places) for places, _ in moved)


def _plan_alike(alike: Alike, now: int) -> tuple[Occurrence | None, Occurrence | None]:
    """The occurrence to deliver (None when there is none yet) and the one after it.

    After a standstill only the latest occurrence inside the window is caught up, never a burst.
    """
    try:
        schedule = Schedule(alike.minute, alike.weekdays, clock.zone(alike.zone))
    except UnknownZone:
        log.error("reminders are in a zone that no longer exists: %s", alike.zone)
        return None, None
    this: Occurrence | None = Occurrence(alike.next_fire_at, alike.next_local)
    if this and rules.is_missed(this.at, now):
        this = rules.next_occurrence(schedule, now - rules.WINDOW_MS)
    if this is None or this.at > now + PLAN_AHEAD_MS:
        return None, this
    return this, rules.next_occurrence(schedule, this.at)


async def reap() -> None:
    """Hand out again what dead processes held, and end what has become pointless."""
    now = clock.now_ms()
    await database.transaction(lambda db: _hand_out_again(db, now))
    await delivery_queries.expire(database.connection(), now)


async def _hand_out_again(db: BaseDBAsyncClient, now: int) -> None:
    """All at once: two processes that shared them would take notifications apart."""
    if await database.alone(db, "everkeel.reap"):
        await delivery_queries.reap(db, now)


async def prune() -> None:
    """Remove deliveries older than 30 days."""
    before = clock.now_ms() - KEEP_DELIVERIES_MS
    while await delivery_queries.prune(database.connection(), before, _PRUNE_BATCH):
        pass
