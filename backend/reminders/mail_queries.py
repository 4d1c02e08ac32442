"""The statements of the way by e-mail, for deliveries that failed to reach any device.

Outcome of such a delivery: what the push services said → mail-waiting (its lease says until when)
→ mailed, and the delivery counts as sent, or mail-failed.
"""

from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.accounts import service as accounts
from backend.database import Row, as_uuid, is_sqlite, marks, rows
from backend.push.rules import Verdict
from backend.reminders.deliveries import Claimed
from backend.reminders.outcomes import NO_DEVICE
from backend.reminders.rules import WINDOW_MS

LEASE_MS = 120_000
WAITING, MAILED, FAILED = "mail-waiting", "mailed", "mail-failed"
_UNREACHED = (NO_DEVICE, Verdict.GONE, Verdict.MISMATCH, Verdict.REJECTED)
_COLUMNS = (
    "id, reminder_id, user_id, kind, local_key, due_at, not_before AS send_at, expires_at, attempt,"
    " grouped_with"
)
# By the index of claims; grouped deliveries have one person and one instant.
_GROUP = "state = 'failed' AND not_before = ? AND user_id = ? AND (id = ? OR grouped_with = ?)"


async def claim(db: BaseDBAsyncClient, now: int, limit: int) -> list[Claimed]:
    """Deliveries to send by e-mail, for two minutes this process's alone; each counts a try.

    What was grouped with one comes with it, after it.
    """
    lock = "" if is_sqlite(db) else " FOR UPDATE OF d SKIP LOCKED"
    found = await rows(
        db,
        "WITH picked AS MATERIALIZED (SELECT d.id FROM deliveries d"
        " WHERE d.state = 'failed' AND d.not_before > ? AND d.expires_at > ?"
        f" AND (d.outcome IN ({marks(len(_UNREACHED))})"
        " OR (d.outcome = ? AND d.lease_until <= ?))"
        " AND d.kind <> 'notice' AND d.grouped_with IS NULL"
        f" AND d.user_id IN ({accounts.WANTING_MAIL})"
        " AND EXISTS (SELECT 1 FROM reminders r WHERE r.id = d.reminder_id AND r.enabled)"
        f" ORDER BY d.not_before LIMIT ?{lock})"
        " UPDATE deliveries SET outcome = ?, lease_until = ?, attempt = attempt + 1"
        f" WHERE id IN (SELECT id FROM picked) RETURNING {_COLUMNS}",
        now - WINDOW_MS, now, *map(str, _UNREACHED), WAITING, now, limit, WAITING, now + LEASE_MS,
    )  # fmt: skip
    return [one for row in found for one in await _group(db, _claimed(row))]


async def _group(db: BaseDBAsyncClient, lead: Claimed) -> list[Claimed]:
    text = f"SELECT {_COLUMNS} FROM deliveries WHERE {_GROUP}"
    found = [_claimed(row) for row in await rows(db, text, *_same(lead))]
    return [lead, *(one for one in found if one.id != lead.id)]


def _same(lead: Claimed) -> tuple[int, UUID, UUID, UUID]:
    """Parameters of `_GROUP`."""
    return lead.send_at, lead.user_id, lead.id, lead.id


def _claimed(row: Row) -> Claimed:
    ids = {name: as_uuid(row[name]) for name in ("id", "reminder_id", "user_id")}
    lead = as_uuid(row.pop("grouped_with") or row["id"])
    return Claimed(**{**row, **ids}, begun=True, lead=lead)


async def mailed(db: BaseDBAsyncClient, lead: Claimed, now: int) -> None:
    """Count a delivery, and what was grouped with it, as sent."""
    text = "UPDATE deliveries SET state = 'sent', outcome = ?, sent_at = ?, lease_until = NULL"
    await rows(db, f"{text} WHERE {_GROUP}", MAILED, now, *_same(lead))


async def end(db: BaseDBAsyncClient, delivery_id: UUID, state: str, outcome: str) -> None:
    """End the attempt to send one by e-mail."""
    text = "UPDATE deliveries SET state = ?, outcome = ?, lease_until = NULL WHERE id = ?"
    await rows(db, f"{text} AND state = 'failed'", state, outcome, delivery_id)


async def later(db: BaseDBAsyncClient, delivery_id: UUID, at: int) -> None:
    """Try again at that instant."""
    text = "UPDATE deliveries SET lease_until = ? WHERE id = ? AND outcome = ?"
    await rows(db, text, at, delivery_id, WAITING)


async def give_up(db: BaseDBAsyncClient, now: int) -> None:
    """End those that waited until they lost their point."""
    await rows(
        db,
        "UPDATE deliveries SET outcome = ?, lease_until = NULL WHERE state = 'failed'"
        " AND lease_until <= ? AND expires_at <= ? AND outcome = ?",
        FAILED, now + LEASE_MS, now, WAITING,
    )  # fmt: skip
