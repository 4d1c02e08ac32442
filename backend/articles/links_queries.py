"""SQL of the health of links."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.articles.links import Link, LinkStatus
from backend.database import Row, as_uuid, rows

# One page a host is looked at in a run: many rows, so that a large host hides no other.
MOST_CANDIDATES = 10_000


class Target(msgspec.Struct, frozen=True):
    """A page to look at."""

    article_id: UUID
    url: str
    url_key: str


class StoredLink(msgspec.Struct, frozen=True):
    """A link with the instant of its last look (ms)."""

    link: Link
    checked_at: int


_COLUMNS = "article_id, checked_at, status, http_status, final_url, content_hash, failures"


def _link(row: Row) -> StoredLink:
    status = cast(LinkStatus, row["status"])
    named = (row[name] for name in ("http_status", "final_url", "content_hash", "failures"))
    return StoredLink(Link(status, *named), row["checked_at"])


async def due(db: BaseDBAsyncClient, now: int) -> list[Target]:
    """Links of published articles to look at, the longest waiting first."""
    found = await rows(
        db,
        "SELECT a.id, a.url, a.url_key FROM articles a"
        " LEFT JOIN article_links l ON l.article_id = a.id"
        " WHERE a.status = 'published' AND COALESCE(l.next_check_at, 0) <= ?"
        " ORDER BY COALESCE(l.next_check_at, 0), a.id LIMIT ?",
        now, MOST_CANDIDATES,
    )  # fmt: skip
    return [Target(as_uuid(row["id"]), row["url"], row["url_key"]) for row in found]


async def claim(db: BaseDBAsyncClient, article_id: UUID, now: int, until: int) -> bool:
    """True when the look is ours: nobody else takes it before `until`."""
    return bool(await rows(
        db,
        "INSERT INTO article_links (article_id, checked_at, status, http_status, final_url,"
        " content_hash, failures, next_check_at) VALUES (?, 0, 'unsure', NULL, '', '', 0, ?)"
        " ON CONFLICT (article_id) DO UPDATE SET next_check_at = excluded.next_check_at"
        " WHERE article_links.next_check_at <= ? RETURNING article_id",
        article_id, until, now,
    ))  # fmt: skip


async def save(
    db: BaseDBAsyncClient, target: Target, link: Link, checked_at: int, next_check_at: int
) -> None:
    """Keeps what a look found, unless the article has another address by now."""
    values: Sequence[Any] = (
        checked_at, link.status, link.http_status, link.final_url[:2000], link.content_hash,
        link.failures, next_check_at,
    )  # fmt: skip
    await rows(
        db,
        f"INSERT INTO article_links ({_COLUMNS}, next_check_at)"
        " SELECT id, ?, ?, ?, ?, ?, ?, ? FROM articles WHERE id = ? AND url_key = ?"
        " ON CONFLICT (article_id) DO UPDATE SET checked_at = excluded.checked_at,"
        " status = excluded.status, http_status = excluded.http_status,"
        " final_url = excluded.final_url, content_hash = excluded.content_hash,"
        " failures = excluded.failures, next_check_at = excluded.next_check_at",
        *values, target.article_id, target.url_key,
    )  # fmt: skip


async def known(db: BaseDBAsyncClient) -> dict[UUID, StoredLink]:
    """Every link that was looked at, by article."""
    found = await rows(db, f"SELECT {_COLUMNS} FROM article_links WHERE checked_at > 0")
    return {as_uuid(row["article_id"]): _link(row) for row in found}


async def answered_since(db: BaseDBAsyncClient, instant: int) -> bool:
    """True when any site has answered since."""
    text = (
        "SELECT 1 AS one FROM article_links"
        " WHERE http_status IS NOT NULL AND checked_at >= ? LIMIT 1"
    )
    return bool(await rows(db, text, instant))


async def forget(db: BaseDBAsyncClient, article_id: UUID) -> None:
    """Drops what is known of a link: the article has another address."""
    await rows(db, "DELETE FROM article_links WHERE article_id = ?", article_id)
