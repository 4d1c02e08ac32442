"""The audit log: what admins did, when, and to what."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts import service as accounts
from backend.database import as_uuid, rows, uuid7

LIBRARY = "library"
PAGE = 100


class AuditEntry(msgspec.Struct):
    """One act of an admin; `by` is their address, null once the account is gone."""

    id: UUID
    at: int
    by: str | None
    action: str
    subject: str
    detail: dict[str, Any]


async def record(
    db: BaseDBAsyncClient, by: UUID | None, action: str, subject: str, detail: Mapping[str, Any]
) -> None:
    """Adds an act to the log, in the transaction that it is part of."""
    await rows(
        db,
        "INSERT INTO audit_log (id, at, by_user, action, subject, detail)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        uuid7(), clock.now_ms(), by, action, subject, json.dumps(detail),
    )  # fmt: skip


def article(article_id: UUID) -> str:
    """The subject of an act on one article."""
    return f"article:{article_id}"


async def before(instant: int) -> list[AuditEntry]:
    """A hundred acts before an instant (ms), newest first, and all others of the last one's ms."""
    db = database.connection()
    found = await rows(
        db,
        "SELECT id, at, by_user, action, subject, detail FROM audit_log"
        " WHERE at < ? AND at >= COALESCE("
        "(SELECT at FROM audit_log WHERE at < ? ORDER BY at DESC LIMIT 1 OFFSET ?), 0)"
        " ORDER BY at DESC, id DESC",
        instant, instant, PAGE - 1,
    )  # fmt: skip
    emails = await accounts.emails(db, list({as_uuid(r["by_user"]) for r in found if r["by_user"]}))
    return [
        AuditEntry(
            as_uuid(row["id"]), row["at"],
            emails.get(as_uuid(row["by_user"])) if row["by_user"] else None,
            row["action"], row["subject"], _decoded(row["detail"]),
        )
        for row in found
    ]  # fmt: skip


def _decoded(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found
