"""Articles as admins see them: whatever their status, with link, counts and who is next."""

from collections.abc import Sequence
from typing import Literal, cast
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.accounts import service as accounts
from backend.articles import (
    cards,
    links_queries,
    queries,
    reports,
    review,
    rules,
    service,
    versions_queries,
)
from backend.articles.cards import ArticlePage
from backend.articles.links import LinkStatus
from backend.articles.links_queries import StoredLink
from backend.articles.queries import StoredArticle
from backend.articles.relevance_state import ADULT_AGE, State
from backend.database import as_uuid, rows

Status = Literal["draft", "in_review", "published", "withdrawn"]
Who = Literal["me", "other"]
# Whose lines a preview has: an adult in calm days, whom no gate keeps out.
READER = State(age=ADULT_AGE)


class LinkView(msgspec.Struct, rename="camel"):
    """What the last look at the page found; without `http_status` nothing answered."""

    status: LinkStatus
    checked_at: int
    http_status: int | None
    final_url: str


class Counts(msgspec.Struct):
    """How many people have read an article, how many problems were told: never who."""

    reads: int
    reports: int


class AdminArticle(ArticlePage, rename="camel", kw_only=True):
    """An article as admins edit it; with `needs_second` another admin has to publish it."""

    status: Status
    updated_at: int
    submitted_at: int | None
    submitted_by: Who | None
    edited_by: Who | None
    needs_second: bool
    link: LinkView | None
    counts: Counts


class Around(msgspec.Struct, frozen=True):
    """What the views of all articles are made with."""

    me: UUID
    admins: int
    articles: Sequence[StoredArticle]
    links: dict[UUID, StoredLink]
    reads: dict[UUID, int]
    reports: dict[UUID, int]
    opened: set[UUID]


async def around(me: UUID) -> Around:
    """It all, as it is now, for an admin."""
    db = database.connection()
    return Around(
        me,
        await accounts.count_admins(db),
        await queries.of_every_status(db),
        await links_queries.known(db),
        await _reads(db),
        await reports.counts(db),
        await versions_queries.opened(db),
    )


async def _reads(db: BaseDBAsyncClient) -> dict[UUID, int]:
    found = await rows(
        db,
        "SELECT article_id, COUNT(*) AS n FROM readings"
        " WHERE read_on IS NOT NULL AND NOT deleted GROUP BY article_id",
    )
    return {as_uuid(row["article_id"]): row["n"] for row in found}


async def one(article: StoredArticle, me: UUID) -> AdminArticle:
    """The view of one article for an admin."""
    return view(article, await around(me))


def view(article: StoredArticle, known: Around) -> AdminArticle:
    """The view of an article, in the language that edits change."""
    language = cards.text_language(article)
    companions = service.companions_of(article, known.articles)
    by, edited = article.submitted_by, article.edited_by
    guarded = article.gate != review.NONE or article.id in known.opened
    return AdminArticle(
        **cards.page_fields(article, language),
        companions=[cards.card(companion, language) for companion in companions],
        must_show=rules.must_show(READER, (article.topic,), (article.topic,)),
        status=cast(Status, article.status),
        updated_at=article.updated_at,
        submitted_at=article.submitted_at,
        submitted_by=_who(by, known.me),
        edited_by=_who(edited, known.me),
        needs_second=review.needs_second(guarded, known.admins, known.me, by, edited),
        link=_link(known.links.get(article.id)),
        counts=Counts(known.reads.get(article.id, 0), known.reports.get(article.id, 0)),
    )


def _who(user_id: UUID | None, me: UUID) -> Who | None:
    if user_id is None:
        return None
    return "me" if user_id == me else "other"


def _link(stored: StoredLink | None) -> LinkView | None:
    if stored is None:
        return None
    link = stored.link
    return LinkView(link.status, stored.checked_at, link.http_status, link.final_url)
