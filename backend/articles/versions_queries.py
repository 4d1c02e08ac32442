"""SQL of the versions of articles."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.articles import queries
from backend.articles.queries import StoredArticle
from backend.articles.review import Change
from backend.database import Row, as_uuid, rows, uuid7


class StoredVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `article_versions`."""

    number: int
    at: int
    by_user: UUID | None
    change: str
    note: str
    snapshot: dict[str, Any]


_SELECT = "SELECT number, at, by_user, change, note, snapshot FROM article_versions"


def _decoded(kept: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(kept) if isinstance(kept, str) else kept
    return found


def _version(row: Row) -> StoredVersion:
    by = row["by_user"]
    return StoredVersion(**{
        **row,
        "by_user": as_uuid(by) if by else None,
        "snapshot": _decoded(row["snapshot"]),
    })  # fmt: skip


async def locked(db: BaseDBAsyncClient, article_id: UUID) -> StoredArticle | None:
    """The article, unchanged by anybody else until the transaction ends."""
    if not database.is_sqlite(db):  # there, transactions follow one another anyway
        await rows(db, "SELECT 1 AS one FROM articles WHERE id = ? FOR UPDATE", article_id)
    return await queries.by_id(db, article_id)


async def append(
    db: BaseDBAsyncClient,
    article_id: UUID,
    *,
    at: int,
    by: UUID | None,
    change: Change,
    note: str,
    snapshot: Mapping[str, Any],
) -> int:
    """The number of the version added after the last; the caller holds the article's lock."""
    found = await rows(
        db,
        "INSERT INTO article_versions (id, article_id, number, at, by_user, change, note, snapshot)"
        " SELECT ?, a.id, 1 + COALESCE((SELECT MAX(number) FROM article_versions v"
        " WHERE v.article_id = a.id), 0), ?, ?, ?, ?, ? FROM articles a WHERE a.id = ?"
        " RETURNING number",
        uuid7(), at, by, change, note, json.dumps(snapshot), article_id,
    )  # fmt: skip
    return int(found[0]["number"])


async def any_of(db: BaseDBAsyncClient, article_id: UUID) -> bool:
    """True once an article has a version."""
    text = "SELECT 1 AS one FROM article_versions WHERE article_id = ? LIMIT 1"
    return bool(await rows(db, text, article_id))


async def without(db: BaseDBAsyncClient) -> set[UUID]:
    """The articles that have no version yet."""
    found = await rows(
        db, "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM article_versions)"
    )
    return {as_uuid(row["id"]) for row in found}


async def opened(db: BaseDBAsyncClient) -> set[UUID]:
    """The articles in review without a gate that readers knew behind one."""
    # Only these changes leave readers an article with a gate.
    found = await rows(
        db,
        "SELECT article_id, snapshot FROM article_versions JOIN articles a ON a.id = article_id"
        " WHERE a.status = 'in_review' AND a.gate = 'none'"
        " AND change IN ('published', 'starter', 'created')",
    )
    return {as_uuid(row["article_id"]) for row in found if _was_gated(_decoded(row["snapshot"]))}


def _was_gated(kept: Mapping[str, Any]) -> bool:
    return bool(kept["status"] == "published" and kept["gate"] != "none")


async def of_article(db: BaseDBAsyncClient, article_id: UUID) -> list[StoredVersion]:
    """Every version of an article, newest first."""
    text = f"{_SELECT} WHERE article_id = ? ORDER BY number DESC"
    return [_version(row) for row in await rows(db, text, article_id)]


async def numbered(db: BaseDBAsyncClient, article_id: UUID, number: int) -> StoredVersion | None:
    """One version of an article."""
    text = f"{_SELECT} WHERE article_id = ? AND number = ?"
    found = await rows(db, text, article_id, number)
    return _version(found[0]) if found else None
