"""Reads and writes of how reminders are doing: their past, their pace, the day's notifications."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, many, marks, rows

# The newest scheduled notification of a reminder, one or two steps back in the unique index.
# Without the empty text PostgreSQL may begin with everybody's sent ones.
_LAST_SENT = (
    "(SELECT l.local_key || ' ' || l.due_at || ' ' || l.sent_at FROM deliveries l"
    " WHERE l.reminder_id = r.id AND l.kind = 'scheduled' AND l.state || '' = 'sent'"
    " ORDER BY l.local_key DESC LIMIT 1)"
)


async def of_users(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> list[Row]:
    """Every reminder of these people; `last_*` are of its last notification, None without one."""
    if not user_ids:
        return []
    found = await rows(
        db,
        "SELECT r.id, r.user_id, r.habit_id, r.zone, r.text, r.ignored, r.stopped_at,"
        f" r.updated_at, {_LAST_SENT} AS last FROM reminders r"
        f" WHERE r.user_id IN ({marks(len(user_ids))})",
        *user_ids,
    )
    return [{**row, **_last(row["last"])} for row in found]


def _last(text: str | None) -> Row:
    """Wall time, instant and time of sending of a reminder's last notification."""
    key, due_at, sent_at = text.split(" ") if text else ("", None, None)
    return {
        "last_key": key or None,
        "last_due_at": due_at and int(due_at),
        "last_sent_at": sent_at and int(sent_at),
    }


async def on_their_way(
    db: BaseDBAsyncClient, reminder_ids: Sequence[UUID], since_key: str
) -> list[Row]:
    """Scheduled deliveries of these reminders that are or will be notifications."""
    if not reminder_ids:
        return []
    return await rows(
        db,
        "SELECT id, user_id, due_at, not_before FROM deliveries"
        f" WHERE reminder_id IN ({marks(len(reminder_ids))}) AND local_key >= ?"
        " AND kind = 'scheduled' AND state IN ('leased', 'sending', 'sent')",
        *reminder_ids,
        since_key,
    )


async def keep_pace(db: BaseDBAsyncClient, paces: Iterable[tuple[UUID, int]]) -> None:
    """Store how many notifications were ignored before the one that has just been sent."""
    text = "UPDATE reminders SET ignored = ?, stopped_at = NULL WHERE id = ?"
    await many(db, text, [(ignored, found) for found, ignored in paces])


async def stop(db: BaseDBAsyncClient, reminder_id: UUID, ignored: int, now: int) -> bool:
    """Stop a reminder that nobody answers; False when that has been done already."""
    found = await rows(
        db,
        "UPDATE reminders SET stopped_at = ?, ignored = ?"
        " WHERE id = ? AND stopped_at IS NULL RETURNING id",
        now,
        ignored,
        reminder_id,
    )
    return bool(found)
