"""The one way to change an article: with a version, a line in the audit log, a fresh index."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from backend.articles import audit, cards, queries, versions, versions_queries
from backend.articles.queries import StoredArticle
from backend.articles.review import Change
from backend.database import uuid7
from backend.errors import not_found


async def locked(db: BaseDBAsyncClient, article_id: UUID) -> StoredArticle:
    """The article, held until the transaction ends; 404."""
    if (found := await versions_queries.locked(db, article_id)) is None:
        raise not_found("There is no such article.")
    return found


# Columns that nobody has filled yet.
_BLANK: Mapping[str, Any] = {
    "evidence_level": "", "minutes": 0, "sources": [], "companions": [],
    "source_note": "", "starter_hash": "",
}  # fmt: skip


async def begin(
    db: BaseDBAsyncClient, values: Mapping[str, Any], by: UUID | None, change: Change
) -> StoredArticle:
    """A new article with its first version; IntegrityError when the page is linked already."""
    now, id_ = clock.now_ms(), uuid7()
    made = {"id": id_, "created_by": by, "created_at": now, "updated_at": now}
    await queries.insert(db, {**_BLANK, **values, **made})
    article = await locked(db, id_)
    await _keep(db, article, now, by, change, "")
    await _audit(db, article, by, change, {})
    return article


async def revise(
    db: BaseDBAsyncClient,
    known: StoredArticle,
    values: Mapping[str, Any],
    by: UUID | None,
    change: Change,
    note: str = "",
) -> StoredArticle:
    """The article with these columns changed; `known` is held by this transaction."""
    await _keep_first(db, known)
    now = clock.now_ms()
    changed = await queries.update(db, known.id, {**values, "updated_at": now})
    if changed is None:
        raise not_found("There is no such article.")
    await _keep(db, changed, now, by, change, note)
    names = versions.changed(versions.snapshot(known), versions.snapshot(changed))
    said = {"note": note} if note else {}
    await _audit(db, changed, by, change, {"changed": names, **said})
    return changed


async def keep_first_versions(db: BaseDBAsyncClient) -> None:
    """Keeps what every article was before anybody kept versions of it."""
    lost = await versions_queries.without(db)
    for article in await queries.of_every_status(db) if lost else []:
        if article.id in lost:
            await _keep_first(db, article)


async def _keep_first(db: BaseDBAsyncClient, known: StoredArticle) -> None:
    if not await versions_queries.any_of(db, known.id):
        change: Change = "created" if known.created_by else "starter"
        await _keep(db, known, known.created_at, known.created_by, change, "")


async def _keep(
    db: BaseDBAsyncClient, article: StoredArticle, at: int, by: UUID | None, change: Change,
    note: str,
) -> None:  # fmt: skip
    kept = versions.snapshot(article)
    await versions_queries.append(
        db, article.id, at=at, by=by, change=change, note=note, snapshot=kept
    )


async def _audit(
    db: BaseDBAsyncClient, article: StoredArticle, by: UUID | None, change: Change,
    detail: Mapping[str, Any],
) -> None:  # fmt: skip
    if by is not None:  # the log tells what people did, not what came with a release
        title = cards.text_of(article, cards.text_language(article)).get("title", "")
        about = {"title": title, "slug": article.slug, **detail}
        await audit.record(db, by, f"article.{change}", audit.article(article.id), about)
