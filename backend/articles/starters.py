"""The starter articles that come with Everkeel."""

import hashlib
from datetime import date
from importlib import resources
from typing import Any

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.articles import queries, search
from backend.articles import versions_recording as recording
from backend.articles.metadata import canonical_url, url_key
from backend.articles.queries import StoredArticle

FOLDER = "starter"


async def load_starters() -> int:
    """How many starter articles were added or brought up to date.

    An article that an admin has edited keeps their words, a withdrawn one stays withdrawn, and a
    page that an admin has already linked is not added again. Of processes that start together
    one does it.
    """

    async def work(db: BaseDBAsyncClient) -> int:
        if not await database.alone(db, "articles.starters"):
            return 0
        stored = {found.slug: found for found in await queries.of_every_status(db)}
        keys = {found.url_key for found in stored.values()}
        loaded = sum([await _load(db, starter, stored, keys) for starter in shipped()])
        await _make_findable(db)
        await recording.keep_first_versions(db)
        return loaded

    return await database.transaction(work)


async def _make_findable(db: BaseDBAsyncClient) -> None:
    """Lets a search find the articles from before there was one."""
    lost = await search.missing(db)
    for article in await queries.of_every_status(db) if lost else []:
        if article.id in lost:
            await search.keep(db, article.id, article.texts)


def shipped() -> list[dict[str, Any]]:
    """The shipped articles as column values, with the hash of their file."""
    folder = resources.files(__package__) / FOLDER
    files = [file for file in folder.iterdir() if file.name.endswith(".json")]
    return [_values(file.read_bytes()) for file in sorted(files, key=lambda file: file.name)]


def _values(content: bytes) -> dict[str, Any]:
    article: dict[str, Any] = msgspec.json.decode(content)
    url = canonical_url(article["url"])
    return {
        "language": "en",
        **article,
        "url": url,
        "url_key": url_key(url),
        "reviewed_on": msgspec.convert(article["reviewed_on"], date),
        "review_due": msgspec.convert(article["review_due"], date),
        "starter_hash": hashlib.sha256(content).hexdigest(),
    }


async def _load(
    db: BaseDBAsyncClient,
    starter: dict[str, Any],
    stored: dict[str, StoredArticle],
    keys: set[str],
) -> bool:
    known = stored.get(starter["slug"])
    elsewhere = starter["url_key"] in keys - ({known.url_key} if known else set())
    if elsewhere or (known and known.starter_hash in ("", starter["starter_hash"])):
        return False
    if known:
        await recording.revise(db, known, starter, None, "starter")
    else:
        new = {**starter, "published_at": clock.now_ms(), "status": "published"}
        await recording.begin(db, new, None, "starter")
    return True
