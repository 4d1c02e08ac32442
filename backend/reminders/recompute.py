"""Computes anew when reminders are due: after travel, new zone rules, a clock that was wrong."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.clock import UnknownZone
from backend.database import Row, as_uuid
from backend.reminders import move_queries, plan_queries, rules, zones
from backend.reminders.rules import Occurrence, Schedule

log = logging.getLogger("everkeel.reminders")

BATCH = 500
_NEVER_LATE = "~"  # sorts behind every wall time
_FIRST = UUID(int=0)


async def follow_zone(db: BaseDBAsyncClient, user_id: UUID, zone: str) -> None:
    """Take the reminders that follow a person along to their zone, in the same transaction."""
    ids = await move_queries.elsewhere(db, user_id, zone)
    await move_queries.set_zone(db, ids, zone)
    await _anew(db, ids)


async def recompute_zones(changed: Collection[str] | None) -> int:
    """Compute the reminders of these zones anew (None: of all), in batches; how many there were."""
    after, count = _FIRST, 0

    async def work(db: BaseDBAsyncClient) -> list[UUID]:
        ids = await move_queries.enabled_after(db, after, changed, BATCH)
        await _anew(db, ids)
        return ids

    while ids := await database.transaction(work):
        after, count = ids[-1], count + len(ids)
    return count


async def after_wrong_clock() -> int:
    """The clock has been set back: forget what it had planned far ahead; reminders looked at."""
    until = clock.now_ms() + rules.APART_MS
    await move_queries.forget_after(database.connection(), until)
    return await recompute_zones(None)


async def check_zones() -> None:
    """When tzdata has another version, compute anew what its changed zones bring."""
    db = database.connection()
    if await move_queries.known_print(db, zones.VERSION_ROW) == zones.version():
        return
    current = await asyncio.to_thread(zones.prints)
    known = await move_queries.known_prints(db)
    changed = [name for name, print_ in current.items() if known.get(name) != print_]
    count = await recompute_zones(changed)
    log.info("tzdata %s: %d zones, %d reminders", zones.version(), len(changed), count)
    await database.transaction(
        lambda tx: move_queries.keep_prints(tx, {**current, zones.VERSION_ROW: zones.version()})
    )


async def _anew(db: BaseDBAsyncClient, ids: Sequence[UUID]) -> None:
    """Take back what is still to come and plan it by the rules of now; snoozes stay."""
    now = clock.now_ms()
    waiting = await move_queries.take_back(db, ids, now)
    moved = []
    for row in await move_queries.with_last(db, ids):
        found = as_uuid(row["id"])
        keys = [key for key in (waiting.get(found), row["next_local"]) if key]
        moved.append((found, _next(row, now, min(keys, default=_NEVER_LATE))))
    await plan_queries.advance(db, moved)


def _next(row: Row, now: int, due_key: str) -> Occurrence | None:
    """The next occurrence of a reminder as it stands; None when it will not fire."""
    if not row["enabled"]:
        return None
    try:
        schedule = Schedule(row["minute"], row["weekdays"], clock.zone(row["zone"]))
    except UnknownZone:
        log.error("reminder %s is in a zone that no longer exists", row["id"])
        return None
    last = row["last"].split(" ") if row["last"] else None
    fired = Occurrence(int(last[1]), last[0]) if last else None
    return rules.next_after_move(schedule, now, due_key, fired)
