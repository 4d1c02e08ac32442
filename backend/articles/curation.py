"""What admins do with articles: look at a page, add, edit."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError

from backend import clock, database, outbound
from backend.addresses import Network, is_public, is_within, networks
from backend.articles import (
    cards,
    editing,
    links_queries,
    metadata,
    queries,
    review,
    review_service,
    review_views,
)
from backend.articles import versions_recording as recording
from backend.articles.metadata import Metadata, NotAnAddress
from backend.articles.queries import StoredArticle
from backend.articles.review_views import AdminArticle
from backend.errors import Problem, conflict, invalid
from backend.settings import Settings

ATTEMPTS = 5
TEXTS = ("title", "summary", "key_points", "cautions", "evidence_note")
FETCH_PROBLEMS = {
    "blocked-address": "This address cannot be fetched from here.",
    "not-a-page": "There is no web page at this address.",
    "fetch-failed": "The page did not answer.",
    "too-large": "The page is too large.",
}


async def articles(me: UUID) -> list[AdminArticle]:
    """Every article, the last changed first."""
    known = await review_views.around(me)
    return [review_views.view(one, known) for one in known.articles]


async def preview(url: str, settings: Settings) -> Metadata:
    """What a page says of itself; 422 when it cannot be fetched, 409 when it is linked already."""
    _require_new(await _known(_canonical(url, settings)))
    guard = outbound.Guard.of(settings.outbound_allow_cidrs)
    try:
        page = await outbound.fetch_page(url, guard)
        found = metadata.extract(page.url, page.html)
    except outbound.OutboundError as error:
        raise invalid(error.code, FETCH_PROBLEMS[error.code], "url") from error
    except NotAnAddress as error:
        raise invalid("fetch-failed", FETCH_PROBLEMS["fetch-failed"], "url") from error
    _require_new(await _known(found.url))
    return found


async def create(values: Mapping[str, Any], me: UUID, settings: Settings) -> AdminArticle:
    """A new draft; 409 when the page is linked already."""
    url = _canonical(values["url"], settings)
    _require_plain({name: value for name, value in values.items() if name != "url"})
    language = values["language"] if values["language"] in ("en", "de") else cards.FALLBACK
    text = {"title": editing.one_line(values["title"]), "summary": values["summary"]}
    draft = {
        **{name: values[name] for name in ("topic", "publisher", "language")},
        "url": url,
        "url_key": metadata.url_key(url),
        "gate": review.gates_for(values["topic"])[0],
        "texts": {language: text},
        "content_warnings": editing.WARNINGS.get(values["topic"], []),
    }
    return await _store_new(draft, editing.slug(values["title"]), me)


async def _store_new(draft: Mapping[str, Any], stem: str, me: UUID) -> AdminArticle:
    async def work(db: BaseDBAsyncClient) -> StoredArticle:
        _require_new(await queries.by_url_key(db, draft["url_key"]))
        slug = editing.free_slug(stem, await queries.slugs_like(db, stem))
        values = {**draft, "slug": slug, "status": "draft", "edited_by": me}
        return await recording.begin(db, values, me, "created")

    for _ in range(ATTEMPTS):
        # Somebody may add a page or take a slug in this moment; the next attempt sees which.
        with suppress(IntegrityError):
            return await review_views.one(await database.transaction(work), me)
    raise _duplicate()


async def edit(
    article_id: UUID, changes: Mapping[str, Any], me: UUID, settings: Settings
) -> AdminArticle:
    """The article with these changes; one that says nothing new leaves no trace.

    What readers see must stay complete (422 `not-ready`), a gated article goes back to review.
    """
    _require_plain({name: value for name, value in changes.items() if name != "url"})
    _require_past(changes.get("reviewed_on"))
    moved = _moved(changes, settings)

    async def work(db: BaseDBAsyncClient) -> StoredArticle:
        known = await recording.locked(db, article_id)
        values = {**_edited(known, changes), **moved}
        if not _differ(known, values):
            return known
        if moved and moved["url_key"] != known.url_key:
            _require_new(await queries.by_url_key(db, moved["url_key"]))
            await links_queries.forget(db, known.id)
        values |= review_service.after_edit(known, values["gate"], me)
        changed = await recording.revise(db, known, values, me, "edited")
        review_service.require_complete(changed)
        return changed

    try:
        return await review_views.one(await database.transaction(work), me)
    except IntegrityError as error:  # somebody linked the same page in this moment
        raise _duplicate() from error


def _moved(changes: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """The columns of a new address."""
    if "url" not in changes:
        return {}
    url = _canonical(changes["url"], settings)
    return {"url": url, "url_key": metadata.url_key(url)}


def _differ(known: StoredArticle, values: Mapping[str, Any]) -> bool:
    return any(getattr(known, name) != value for name, value in values.items())


def _edited(known: StoredArticle, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Column values of an edit."""
    language = cards.text_language(known)
    text = {**known.texts.get(language, {}), **{n: changes[n] for n in TEXTS if n in changes}}
    text["title"] = editing.one_line(text.get("title", ""))
    columns = {name: value for name, value in changes.items() if name not in (*TEXTS, "url")}
    if "sources" in columns:
        columns["sources"] = msgspec.to_builtins(columns["sources"])
    gate = _gate(known, columns)
    reviewed = columns.get("reviewed_on", known.reviewed_on)
    due = editing.review_due(reviewed, gate)
    texts = {**known.texts, language: text}
    return {**columns, "gate": gate, "texts": texts, "review_due": due}


def _gate(known: StoredArticle, columns: Mapping[str, Any]) -> str:
    """The gate after an edit; 422 when it is looser than the topic's."""
    topic = columns.get("topic", known.topic)
    gate: str = columns.get("gate") or review.gate_after(known.topic, known.gate, topic)
    if gate not in review.gates_for(topic):
        raise invalid("looser-gate", "This topic has a gate of its own.", "gate")
    return gate


def _canonical(url: str, settings: Settings) -> str:
    try:
        canonical = metadata.canonical_url(url)
    except NotAnAddress as error:
        raise invalid("blocked-address", "This is not the address of a web page.", "url") from error
    if not may_be_linked(metadata.host(canonical), networks(settings.outbound_allow_cidrs)):
        raise invalid("blocked-address", FETCH_PROBLEMS["blocked-address"], "url")
    return canonical


def may_be_linked(host: str, allowed: Sequence[Network]) -> bool:
    """False for names and addresses that can only mean this machine or a private network."""
    try:
        return is_public(host) or is_within(host, allowed)
    except ValueError:
        top = host.rstrip(".").rpartition(".")[2]
        private = top in ("localhost", "local", "internal", "lan", "home", "arpa", "onion")
        return "." in host.rstrip(".") and not private and bool(re.search("[a-z]", top))


async def _known(canonical: str) -> StoredArticle | None:
    return await queries.by_url_key(database.connection(), metadata.url_key(canonical))


def _require_new(known: StoredArticle | None) -> None:
    if known is not None:
        raise _duplicate()


def _duplicate() -> Problem:
    return conflict("duplicate-url", "There is already an article for this page.")


def _require_plain(values: Mapping[str, Any]) -> None:
    if name := editing.not_plain(values):
        detail = "Write plain text, without tags or hidden characters."
        raise invalid("invalid", detail, cards.camel(name))


def _require_past(day: date | None) -> None:
    if day is not None and day > clock.now().date() + timedelta(days=1):
        raise invalid("invalid", "A review cannot lie in the future.", "reviewedOn")
