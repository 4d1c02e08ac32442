"""The hot statements of the delivery pipeline, portable to SQLite and PostgreSQL.

State of a delivery: pending → leased (claimed by one dispatcher) → sending → sent | failed, or
back to pending; silent, expired and cancelled end it without a message.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import (
    Row,
    as_uuid,
    columns,
    is_sqlite,
    many,
    marks,
    records,
    rows,
    unnested,
    uuid7_from,
    uuid7s,
)
from backend.reminders.deliveries import Alike, Claimed, Member, Place, Planned, Wave
from backend.reminders.rules import Occurrence

T = TypeVar("T")
Moved = tuple[Sequence[Place], Occurrence | None]

LEASE_MS = 30_000
# The table's statistics are of a quiet moment: PostgreSQL would look at a whole burst each time.
_BY_INDEX = "SELECT " + ", ".join(
    f"set_config('enable_{way}', 'off', true)" for way in ("bitmapscan", "sort", "hashjoin")
)
_INSERT = (
    "INSERT INTO deliveries (id, reminder_id, user_id, kind, local_key, due_at, not_before,"
    " expires_at, created_at, state, attempt, owner, outcome)"
)
_NEW = "'pending', 0, '', ''"
# Rows of one statement on SQLite: each statement costs as much as two rows.
_SIZES = (128, 32, 8, 2, 1)
_KNOWN = "ON CONFLICT (reminder_id, local_key) DO NOTHING"
_INSERT_WAVES = (
    f"{_INSERT} SELECT m.id, m.reminder, m.person, w.kind, w.key, w.due, w.sends, w.expires,"
    f" ?::bigint, {_NEW}"
    f" FROM {unnested('uuid', 'uuid', 'uuid', 'int')} AS m(id, reminder, person, wave)"
    f" JOIN {unnested('text', 'text', 'bigint', 'bigint', 'bigint')} WITH ORDINALITY"
    f" AS w(kind, key, due, sends, expires, number) ON w.number = m.wave {_KNOWN}"
)


def _skip_locked(db: BaseDBAsyncClient, lock: str) -> str:
    """PostgreSQL passes by rows that another process holds; SQLite has one writer anyway."""
    return "" if is_sqlite(db) else f" FOR {lock} SKIP LOCKED"


def _place(db: BaseDBAsyncClient) -> str:
    """Where a reminder's row is: nothing finds it faster, as long as a transaction holds it."""
    return "rowid" if is_sqlite(db) else "ctid"


async def due_reminders(db: BaseDBAsyncClient, until: int, limit: int) -> dict[Alike, list[Member]]:
    """Enabled reminders that are due by then, alike ones together; held until the transaction ends.

    A reminder has a minute of the day, so that of a thousand due together most are alike. What
    one person gets at one instant is never divided: where the limit would, it is left for later.
    """
    found: dict[Any, list[Any]] = {}
    for record in _undivided(
        await records(
            db,
            "SELECT minute, weekdays, zone, next_fire_at, next_local, id, user_id,"
            f" {_place(db)} FROM reminders"
            " WHERE enabled = ? AND next_fire_at <= ? ORDER BY next_fire_at, user_id LIMIT ?"
            + _skip_locked(db, "NO KEY UPDATE"),
            True,
            until,
            limit,
        ),
        limit,
    ):
        found.setdefault(record[:5], []).append(record[5:])
    return {Alike(*alike): members for alike, members in found.items()}


def _undivided(found: Sequence[Sequence[Any]], limit: int) -> Sequence[Sequence[Any]]:
    """The rows without those of the last person and instant, if the limit may have cut them."""
    if len(found) < limit:
        return found
    _, _, _, at, _, _, person, _ = found[-1]
    whole = [row for row in found if (row[3], row[6]) != (at, person)]
    return whole or found


async def insert_deliveries(db: BaseDBAsyncClient, batch: Iterable[Planned], now: int) -> None:
    """Plan deliveries one by one; see `insert_waves`."""
    waves = [
        Wave(
            [Member(p.reminder_id, p.user_id, p.reminder_id)],
            p.local_key,
            p.due_at,
            p.expires_at,
            p.kind,
        )
        for p in batch
    ]
    await insert_waves(db, waves, now)


async def insert_waves(db: BaseDBAsyncClient, waves: Sequence[Wave], now: int) -> None:
    """Plan deliveries; what is late goes out now, together. Known ones are kept as they are."""
    # Whole seconds, so that everything of one person that is late becomes one notification.
    late = now - now % 1_000
    shared = [(w.kind, w.local_key, w.due_at, max(w.due_at, late), w.expires_at) for w in waves]
    ids = iter(uuid7s(sum(len(wave.members) for wave in waves)))
    if is_sqlite(db):
        for wave, same in zip(waves, shared, strict=True):
            for part in _parts(wave.members):
                own = [v for reminder, person, _ in part for v in (next(ids), reminder, person)]
                await db.execute_query(_insert_alike(len(part)), [*same, now, *own])
    elif waves:
        members = [
            (id_, reminder, person, number)
            for number, wave in enumerate(waves, 1)
            for (reminder, person, _), id_ in zip(wave.members, ids, strict=False)
        ]
        await rows(db, _INSERT_WAVES, now, *columns(members), *columns(shared))


@lru_cache
def _insert_alike(count: int) -> str:
    """SQLite's statement of so many deliveries: six values of all of them, then three of each."""
    firsts = range(7, 7 + 3 * count, 3)
    each = (f"(?{n}, ?{n + 1}, ?{n + 2}, ?1, ?2, ?3, ?4, ?5, ?6, {_NEW})" for n in firsts)
    return f"{_INSERT} VALUES {', '.join(each)} {_KNOWN}"


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in parts of a few sizes, the largest first."""
    start = 0
    for size in _SIZES:
        while len(items) - start >= size:
            yield items[start : start + size]
            start += size


async def move_on(db: BaseDBAsyncClient, moved: Sequence[Moved]) -> None:
    """Set the next occurrence of reminders that `due_reminders` gave, by their place."""
    text = f"UPDATE reminders SET next_fire_at = ?, next_local = ? WHERE {_place(db)}"
    for places, after in moved:
        at, key = (after.at, after.local_key) if after else (None, None)
        if is_sqlite(db):
            for part in _parts(places):
                await db.execute_query(f"{text} IN ({marks(len(part))})", [at, key, *part])
        else:
            await rows(db, f"{text} = ANY(?::tid[])", at, key, places)


async def advance(db: BaseDBAsyncClient, batch: Iterable[tuple[UUID, Occurrence | None]]) -> None:
    """Set each reminder's next occurrence; None stops it."""
    moved = [(n.at if n else None, n.local_key if n else None, found) for found, n in batch]
    if is_sqlite(db):
        await many(db, "UPDATE reminders SET next_fire_at = ?, next_local = ? WHERE id = ?", moved)
    elif moved:
        text = (
            "UPDATE reminders SET next_fire_at = given.at, next_local = given.key"
            f" FROM {unnested('bigint', 'text', 'uuid')} AS given(at, key, id)"
            " WHERE reminders.id = given.id"
        )
        await rows(db, text, *columns(moved))


async def crowded(db: BaseDBAsyncClient, until: int, many_: int) -> bool:
    """True when more than so many deliveries wait to be claimed and are due by then."""
    text = "SELECT 1 FROM deliveries WHERE state = 'pending' AND not_before <= ? LIMIT 1 OFFSET ?"
    return bool(await rows(db, text, until, many_))


async def claim(
    db: BaseDBAsyncClient, owner: str, now: int, until: int, limit: int
) -> list[Claimed]:
    """Deliveries to send by `until`, now leased to this owner: 30 s past the time they are due.

    What one person gets at one instant is claimed together: whoever locks the first of them has
    the others too, so that no two processes ever hold parts of one notification. Needs a
    transaction.
    """
    if not is_sqlite(db):
        await rows(db, _BY_INDEX)
    same = "e.state = 'pending' AND e.not_before = {0}.not_before AND e.user_id = {0}.user_id"
    before = f"SELECT 1 FROM deliveries e WHERE {same.format('d')} AND e.id < d.id"
    found = await rows(
        db,
        "WITH picked AS MATERIALIZED (SELECT d.not_before, d.user_id FROM deliveries d"
        f" WHERE d.state = 'pending' AND d.not_before <= ? AND NOT EXISTS ({before})"
        " ORDER BY d.not_before, d.user_id LIMIT ?"
        + _skip_locked(db, "UPDATE OF d")
        + f") UPDATE deliveries SET state = 'leased', owner = ?,"
        " lease_until = CASE WHEN not_before > ? THEN not_before ELSE ? END + ?"
        f" WHERE state = 'pending' AND id IN ({_members(db, same.format('picked'))})"
        " RETURNING id, reminder_id, user_id, kind, local_key, due_at, not_before, expires_at,"
        " attempt, outcome, grouped_with",
        until,
        limit,
        owner,
        now,
        now,
        LEASE_MS,
    )
    return [_claimed(row) for row in found]


def _members(db: BaseDBAsyncClient, same: str) -> str:
    """The ids that go with the picked ones, looked up one person at a time by the index."""
    if is_sqlite(db):  # its CROSS JOIN keeps the order of the tables
        return f"SELECT e.id FROM picked CROSS JOIN deliveries e WHERE {same}"
    # Waiting for somebody who takes one of them back could end in a deadlock.
    found = f"SELECT e.id FROM deliveries e WHERE {same} LIMIT 1000 FOR UPDATE SKIP LOCKED"
    return f"SELECT found.id FROM picked CROSS JOIN LATERAL ({found}) found"


def _claimed(row: Row) -> Claimed:
    return Claimed(
        as_uuid(row["id"]),
        as_uuid(row["reminder_id"]),
        as_uuid(row["user_id"]),
        row["kind"],
        row["local_key"],
        row["due_at"],
        row["not_before"],
        row["expires_at"],
        row["attempt"],
        bool(row["attempt"] or row["outcome"]),
        as_uuid(row["grouped_with"] or row["id"]),
    )


async def reap(db: BaseDBAsyncClient, now: int) -> int:
    """Hand out again what a dead process held; how many.

    A row in `sending` may have gone out: it counts as an attempt, and as sent if it was shown,
    or the notification that stands for it was.
    """
    shown = (
        "(shown_at IS NOT NULL OR EXISTS (SELECT 1 FROM deliveries l"
        " WHERE l.id = deliveries.grouped_with AND l.shown_at IS NOT NULL))"
    )
    text = (
        "UPDATE deliveries SET owner = '', lease_until = NULL,"
        " not_before = CASE WHEN not_before > ? THEN not_before ELSE ? END,"
        " attempt = attempt + CASE WHEN state = 'sending' THEN 1 ELSE 0 END,"
        f" sent_at = CASE WHEN state = 'sending' AND {shown} THEN ? ELSE sent_at END,"
        f" state = CASE WHEN state = 'sending' AND {shown} THEN 'sent' ELSE 'pending' END"
        # With the empty text no index of states: a burst may have 100,000 in one state.
        " WHERE lease_until < ? AND state || '' IN ('leased', 'sending') RETURNING id"
    )
    return len(await rows(db, text, now, now, now, now))


async def orphan(db: BaseDBAsyncClient, owner: str, now: int) -> None:
    """End the leases of everybody but this owner."""
    text = (
        "UPDATE deliveries SET lease_until = ? WHERE state IN ('leased', 'sending') AND owner <> ?"
    )
    await rows(db, text, now - 1, owner)


async def release(db: BaseDBAsyncClient, owner: str) -> None:
    """Give back what this owner claimed but did not send."""
    text = (
        "UPDATE deliveries SET state = 'pending', owner = '', lease_until = NULL"
        " WHERE state = 'leased' AND owner = ?"
    )
    await rows(db, text, owner)


async def expire(db: BaseDBAsyncClient, now: int) -> int:
    """End pending deliveries that have become pointless; how many."""
    text = (
        "UPDATE deliveries SET state = 'expired', outcome = 'too-late'"
        " WHERE state = 'pending' AND not_before <= ? AND expires_at <= ? RETURNING id"
    )
    return len(await rows(db, text, now, now))


async def prune(db: BaseDBAsyncClient, before: int, limit: int) -> int:
    """Remove at most `limit` deliveries that expired before then; how many.

    They were made before they expired, and the oldest ids come first.
    """
    text = (
        "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries"
        " WHERE id < ? AND expires_at < ? ORDER BY id LIMIT ?) RETURNING id"
    )
    return len(await rows(db, text, uuid7_from(before), before, limit))
