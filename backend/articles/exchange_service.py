"""Gives the library to other instances and takes theirs in, never straight to readers."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError

from backend import clock, database
from backend.addresses import Network, networks
from backend.articles import audit, curation, editing, exchange, metadata, queries
from backend.articles import versions_recording as recording
from backend.articles.exchange import NotAnExport, Refused, SharedArticle, SharedLibrary
from backend.articles.queries import StoredArticle
from backend.errors import invalid
from backend.settings import Settings

Taken = Literal["added", "updated", "unchanged"]


class Imported(msgspec.Struct):
    """What became of the articles of a file."""

    added: int
    updated: int
    unchanged: int
    refused: list[Refused]


async def export(me: UUID) -> SharedLibrary:
    """The published articles as one file."""
    db = database.connection()
    found = await queries.published(db)
    detail = {"articles": len(found)}
    await audit.record(db, me, "articles.exported", audit.LIBRARY, detail)
    return exchange.library(sorted(found, key=lambda article: article.slug), clock.now_ms())


async def take_in(content: bytes, me: UUID, settings: Settings) -> Imported:
    """What became of each article of a file; 422 `not-an-export` for any other file.

    Each is taken whole or not at all. What is new waits for a review, whatever it was elsewhere.
    """
    try:
        entries = exchange.entries(content)
    except NotAnExport as error:
        raise invalid("not-an-export", f"This is no library of articles: {error}") from error
    allowed = networks(settings.outbound_allow_cidrs)
    articles, refused = await asyncio.to_thread(_readable, entries, allowed)
    db = database.connection()
    names = await _slugs(db, articles)
    slugs = {article.slug: names[_key(article)] for article in articles}
    taken: list[Taken] = []
    for article in articles:
        outcome = await _take(article, names[_key(article)], slugs, me)
        if isinstance(outcome, Refused):
            refused.append(outcome)
        else:
            taken.append(outcome)
    counts = {name: taken.count(name) for name in ("added", "updated", "unchanged")}
    await audit.record(
        db, me, "articles.imported", audit.LIBRARY, {**counts, "refused": len(refused)}
    )
    return Imported(**counts, refused=refused)


def _readable(
    entries: Sequence[msgspec.Raw], allowed: Sequence[Network]
) -> tuple[list[SharedArticle], list[Refused]]:
    """The articles that are well formed, each page once, and the others."""
    tomorrow = clock.now().date() + timedelta(days=1)
    good: dict[str, SharedArticle] = {}
    refused: list[Refused] = []
    for entry in entries:
        article = exchange.read(entry, tomorrow)
        if isinstance(article, Refused):
            refused.append(article)
        elif not curation.may_be_linked(metadata.host(article.url), allowed):
            refused.append(Refused(article.slug, "blocked-address", "url"))
        elif _key(article) in good:
            refused.append(Refused(article.slug, "twice", "url"))
        else:
            good[_key(article)] = article
    return list(good.values()), refused


def _key(article: SharedArticle) -> str:
    return metadata.url_key(metadata.canonical_url(article.url))


async def _slugs(db: BaseDBAsyncClient, articles: Sequence[SharedArticle]) -> dict[str, str]:
    """What each page of the file is called here: as it is known, else by a slug that is free."""
    stored = await queries.of_every_status(db)
    names, taken = {one.url_key: one.slug for one in stored}, {one.slug for one in stored}
    for article in articles:
        if (key := _key(article)) not in names:
            names[key] = editing.free_slug(article.slug[:70].rstrip("-"), taken)
            taken.add(names[key])
    return names


async def _take(
    article: SharedArticle, slug: str, slugs: dict[str, str], me: UUID
) -> Taken | Refused:
    values, key = exchange.columns(article, slugs), _key(article)

    async def work(db: BaseDBAsyncClient) -> Taken | Refused:
        known = await queries.by_url_key(db, key)
        if known is not None:
            return await _update(db, await recording.locked(db, known.id), values, me)
        url = metadata.canonical_url(article.url)
        own = {"slug": slug, "url": url, "url_key": key, **_marks(me)}
        await recording.begin(db, {**values, **own}, me, "imported")
        return "added"

    try:
        return await database.transaction(work)
    except IntegrityError:  # somebody linked the same page in this moment
        return Refused(article.slug, "twice", "url")


async def _update(
    db: BaseDBAsyncClient, known: StoredArticle, values: dict[str, object], me: UUID
) -> Taken | Refused:
    changes = exchange.merged(known, values)
    if not changes:
        return "unchanged"
    if known.status == "withdrawn":
        return Refused(known.slug, "withdrawn-here")
    marks = {**_marks(me), "starter_hash": ""}
    await recording.revise(db, known, {**changes, **marks}, me, "imported")
    return "updated"


def _marks(me: UUID) -> dict[str, object]:
    """The importer answers for what came in; somebody has to review it."""
    return {
        "status": "in_review",
        "submitted_by": me,
        "submitted_at": clock.now_ms(),
        "edited_by": me,
    }
