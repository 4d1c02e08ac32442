"""Problems that readers told of, as admins see them: what and when, never who."""

from typing import Literal
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.articles import audit
from backend.database import as_uuid, rows
from backend.errors import not_found

ReportKind = Literal["dead_link", "wrong", "unsafe", "other"]


class OpenReport(msgspec.Struct, rename="camel"):
    """A problem that nobody has closed yet."""

    id: UUID
    article_id: UUID
    at: int
    kind: ReportKind
    text: str


async def still_open(db: BaseDBAsyncClient) -> list[OpenReport]:
    """What nobody has closed yet, the oldest first."""
    found = await rows(
        db,
        "SELECT id, article_id, at, kind, text FROM article_reports"
        " WHERE closed_at IS NULL ORDER BY at, id",
    )
    return [
        OpenReport(
            as_uuid(row["id"]), as_uuid(row["article_id"]), row["at"], row["kind"], row["text"]
        )
        for row in found
    ]


async def counts(db: BaseDBAsyncClient) -> dict[UUID, int]:
    """How many reports each article has had, closed ones included."""
    found = await rows(db, "SELECT article_id, COUNT(*) AS n FROM article_reports GROUP BY 1")
    return {as_uuid(row["article_id"]): row["n"] for row in found}


async def close(report_id: UUID, admin_id: UUID) -> None:
    """Closes a report; closing it again changes nothing; 404."""

    async def work(db: BaseDBAsyncClient) -> None:
        closed = await rows(
            db,
            "UPDATE article_reports SET closed_at = ?, closed_by = ?"
            " WHERE id = ? AND closed_at IS NULL RETURNING article_id, kind",
            clock.now_ms(), admin_id, report_id,
        )  # fmt: skip
        if closed:
            subject = audit.article(as_uuid(closed[0]["article_id"]))
            await audit.record(db, admin_id, "report.closed", subject, {"kind": closed[0]["kind"]})
        elif not await rows(db, "SELECT 1 AS one FROM article_reports WHERE id = ?", report_id):
            raise not_found("There is no such report.")

    await database.transaction(work)
