"""Full text of articles: kept with every change of their texts, asked by readers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.articles import search_terms
from backend.articles.relevance_text import plain
from backend.database import as_uuid, is_sqlite, marks, rows

# How PostgreSQL reads a language beside the plain words.
_CONFIGURATIONS = {"en": "english", "de": "german"}
_PARTS = ("title", "summary", "key_points")
_WEIGHTS = ("A", "B", "C")

Texts = Mapping[str, Mapping[str, Any]]


async def keep(db: BaseDBAsyncClient, article_id: UUID, texts: Texts) -> None:
    """Makes an article findable by these texts and no others."""
    await rows(db, "DELETE FROM article_search WHERE article_id = ?", article_id)
    for language, text in texts.items():
        parts = [_plain(text.get(part, "")) for part in _PARTS]
        if is_sqlite(db):
            await _keep_fts5(db, article_id, language, parts)
        else:
            await _keep_vector(db, article_id, language, parts)


async def missing(db: BaseDBAsyncClient) -> set[UUID]:
    """The articles that no search finds yet."""
    found = await rows(
        db, "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM article_search)"
    )
    return {as_uuid(row["id"]) for row in found}


async def find(db: BaseDBAsyncClient, search: str) -> list[UUID]:
    """The articles with every word of a search in a title, summary or key point, best first."""
    searched = search_terms.words(search)
    if not searched:
        return []
    found = await (_ask_fts5 if is_sqlite(db) else _ask_vector)(db, searched)
    return list(dict.fromkeys(as_uuid(row["article_id"]) for row in found))


def _plain(text: str | list[str]) -> str:
    """Plain words, so that accents and case mean the same on both databases."""
    return plain(text if isinstance(text, str) else "\n".join(text))


async def _keep_fts5(
    db: BaseDBAsyncClient, article_id: UUID, language: str, parts: list[str]
) -> None:
    await rows(
        db,
        "INSERT INTO article_search (article_id, language, title, summary, key_points)"
        f" VALUES ({marks(5)})",
        article_id, language, *parts,
    )  # fmt: skip


async def _keep_vector(
    db: BaseDBAsyncClient, article_id: UUID, language: str, parts: list[str]
) -> None:
    readings = dict.fromkeys(("simple", _CONFIGURATIONS.get(language, "simple")))
    weighed = [
        (f"setweight(to_tsvector('{reading}', ?::text), '{weight}')", part)
        for reading in readings
        for part, weight in zip(parts, _WEIGHTS, strict=True)
    ]
    await rows(
        db,
        "INSERT INTO article_search (article_id, language, words)"
        f" VALUES (?, ?, {' || '.join(vector for vector, _ in weighed)})",
        article_id, language, *(part for _, part in weighed),
    )  # fmt: skip


async def _ask_fts5(db: BaseDBAsyncClient, searched: list[str]) -> list[dict[str, Any]]:
    return await rows(
        db,
        "SELECT article_id FROM article_search WHERE article_search MATCH ?"
        " ORDER BY bm25(article_search, 0, 0, 10, 4, 2), article_id",
        search_terms.fts5(searched),
    )


async def _ask_vector(db: BaseDBAsyncClient, searched: list[str]) -> list[dict[str, Any]]:
    question, parameters = search_terms.tsquery(searched)
    return await rows(
        db,
        f"SELECT article_id FROM article_search, (SELECT {question} AS asked) AS q"
        " WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, article_id",
        *parameters,
    )
