"""SQL of planning: what is due becomes deliveries, and its reminders move on."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import columns, is_sqlite, many, marks, records, rows, unnested, uuid7s
from backend.reminders.deliveries import Alike, Member, Place, Planned, Wave
from backend.reminders.delivery_queries import skip_locked
from backend.reminders.rules import Occurrence

T = TypeVar("T")
Moved = tuple[Sequence[Place], Occurrence | None]

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
            + skip_locked(db, "NO KEY UPDATE"),
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
