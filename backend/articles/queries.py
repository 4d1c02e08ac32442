"""SQL of articles and impressions."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.articles import search
from backend.database import Row, as_date, as_uuid, many, marks, rows, uuid7

_JSON = frozenset({"texts", "content_warnings", "sources", "companions"})
_DATES = frozenset({"reviewed_on", "review_due"})
_IDS = frozenset({"id", "created_by", "submitted_by", "edited_by"})


class StoredArticle(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `articles`; `texts` is {language: {title, summary, key_points, …}}."""

    id: UUID
    slug: str
    topic: str
    gate: str
    status: str
    url: str
    url_key: str
    publisher: str
    language: str
    texts: dict[str, dict[str, Any]]
    evidence_level: str
    minutes: int
    content_warnings: list[str]
    sources: list[dict[str, Any]]
    companions: list[str]
    source_note: str
    reviewed_on: date | None
    review_due: date | None
    starter_hash: str
    created_by: UUID | None
    created_at: int
    updated_at: int
    published_at: int | None
    submitted_by: UUID | None
    submitted_at: int | None
    edited_by: UUID | None


COLUMNS = StoredArticle.__struct_fields__
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM articles"


def _decoded(column: str, value: Any) -> Any:
    if value is None:
        return None
    if column in _JSON:
        return json.loads(value) if isinstance(value, str) else value
    if column in _DATES:
        return as_date(value)
    return as_uuid(value) if column in _IDS else value


def _article(row: Row) -> StoredArticle:
    return StoredArticle(**{column: _decoded(column, row[column]) for column in COLUMNS})


def _encoded(values: Mapping[str, Any]) -> list[Any]:
    return [json.dumps(v) if column in _JSON else v for column, v in values.items()]


async def published(db: BaseDBAsyncClient) -> list[StoredArticle]:
    """Every published article, the newest review first."""
    found = await rows(
        db, f"{_SELECT} WHERE status = ? ORDER BY reviewed_on DESC, created_at, id", "published"
    )
    return [_article(row) for row in found]


async def of_every_status(db: BaseDBAsyncClient) -> list[StoredArticle]:
    """Every article, the last changed first."""
    return [_article(row) for row in await rows(db, f"{_SELECT} ORDER BY updated_at DESC, id")]


async def by_id(db: BaseDBAsyncClient, article_id: UUID) -> StoredArticle | None:
    """The article with that id."""
    found = await rows(db, f"{_SELECT} WHERE id = ?", article_id)
    return _article(found[0]) if found else None


async def by_url_key(db: BaseDBAsyncClient, url_key: str) -> StoredArticle | None:
    """The article that already links to the same page."""
    found = await rows(db, f"{_SELECT} WHERE url_key = ?", url_key)
    return _article(found[0]) if found else None


async def slugs_like(db: BaseDBAsyncClient, stem: str) -> set[str]:
    """The slugs in use that begin like this one (a stem has no LIKE wildcards)."""
    return {row["slug"] for row in await rows(
        db, "SELECT slug FROM articles WHERE slug LIKE ?", f"{stem}%"
    )}  # fmt: skip


async def insert(db: BaseDBAsyncClient, values: Mapping[str, Any]) -> None:
    """Stores a new article, findable; every column that has no default must be given."""
    given = {"id": uuid7(), **values}
    await rows(
        db,
        f"INSERT INTO articles ({', '.join(given)}) VALUES ({marks(len(given))})",
        *_encoded(given),
    )
    await search.keep(db, given["id"], given["texts"])


async def update(
    db: BaseDBAsyncClient, article_id: UUID, values: Mapping[str, Any]
) -> StoredArticle | None:
    """The article with these columns changed, findable by its texts; None when it is gone."""
    changes = ", ".join(f"{column} = ?" for column in values)
    found = await rows(
        db,
        f"UPDATE articles SET {changes} WHERE id = ? RETURNING {', '.join(COLUMNS)}",
        *_encoded(values),
        article_id,
    )
    if found and "texts" in values:
        await search.keep(db, article_id, values["texts"])
    return _article(found[0]) if found else None


class Shelved(msgspec.Struct, frozen=True):
    """What a person did with an article, published or not."""

    article_id: UUID
    topic: str
    published: bool
    read_on: date | None
    less_until: date | None


async def shelf(db: BaseDBAsyncClient, user_id: UUID) -> list[Shelved]:
    """Every published article and every one that a person did something with."""
    found = await rows(
        db,
        "SELECT a.id, a.topic, a.status, r.read_on, r.less_until"
        " FROM articles a LEFT JOIN readings r"
        " ON r.article_id = a.id AND r.user_id = ? AND r.deleted = ?"
        " WHERE a.status = 'published' OR r.id IS NOT NULL",
        user_id, False,
    )  # fmt: skip
    return [
        Shelved(
            as_uuid(row["id"]), row["topic"], row["status"] == "published",
            _day(row["read_on"]), _day(row["less_until"]),
        )
        for row in found
    ]  # fmt: skip


def _day(value: Any) -> date | None:
    return None if value is None else as_date(value)


class Impression(msgspec.Struct, frozen=True):
    """That an article is suggested now, by which reason, from which numbers."""

    article_id: UUID
    reason: str
    inputs: dict[str, float]


async def insert_report(
    db: BaseDBAsyncClient, article_id: UUID, at: int, kind: str, text: str
) -> None:
    """Keeps a reader's report without the reader."""
    await rows(
        db,
        f"INSERT INTO article_reports (id, article_id, at, kind, text) VALUES ({marks(5)})",
        uuid7(), article_id, at, kind, text,
    )  # fmt: skip


async def impressions_since(
    db: BaseDBAsyncClient, user_id: UUID, since: int, rule_version: str
) -> set[tuple[UUID, str]]:
    """The (article, reason) pairs suggested to a person since an instant by these rules."""
    found = await rows(
        db,
        "SELECT article_id, reason FROM impressions"
        " WHERE user_id = ? AND shown_at >= ? AND rule_version = ?",
        user_id, since, rule_version,
    )  # fmt: skip
    return {(as_uuid(row["article_id"]), row["reason"]) for row in found}


async def insert_impressions(
    db: BaseDBAsyncClient,
    user_id: UUID,
    shown_at: int,
    rule_version: str,
    shown: Collection[Impression],
) -> None:
    """Stores what was suggested."""
    batch: Sequence[Sequence[Any]] = [
        (uuid7(), user_id, one.article_id, shown_at, one.reason, rule_version,
         json.dumps(one.inputs))
        for one in shown
    ]  # fmt: skip
    await many(
        db,
        "INSERT INTO impressions"
        " (id, user_id, article_id, shown_at, reason, rule_version, inputs)"
        f" VALUES ({marks(7)})",
        batch,
    )
