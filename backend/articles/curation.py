"""What admins do with articles: look at a page, add, edit, publish, withdraw."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError

from backend import clock, database, outbound
from backend.addresses import is_public, is_within, networks
from backend.articles import cards, editing, metadata, queries, rules, service
from backend.articles.cards import AdminArticle
from backend.articles.metadata import Metadata, NotAnAddress
from backend.articles.queries import StoredArticle
from backend.errors import Problem, conflict, invalid, not_found
from backend.settings import Settings

TEXTS = ("title", "summary", "key_points", "cautions", "evidence_note")
FETCH_PROBLEMS = {
    "blocked-address": "This address cannot be fetched from here.",
    "not-a-page": "There is no web page at this address.",
    "fetch-failed": "The page did not answer.",
    "too-large": "The page is too large.",
}


async def articles() -> list[AdminArticle]:
    """Every article, the last changed first."""
    found = await queries.of_every_status(database.connection())
    return [cards.admin_view(one, service.companions_of(one, found)) for one in found]


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


async def create(values: Mapping[str, Any], admin_id: UUID, settings: Settings) -> AdminArticle:
    """A new draft; 409 when the page is linked already."""
    url = _canonical(values["url"], settings)
    _require_plain({name: value for name, value in values.items() if name != "url"})
    language = values["language"] if values["language"] in ("en", "de") else cards.FALLBACK
    draft = {
        **{name: values[name] for name in ("topic", "publisher", "language")},
        "url": url,
        "url_key": metadata.url_key(url),
        "gate": rules.GATES.get(values["topic"], "none"),
        "texts": {
            language: {"title": editing.one_line(values["title"]), "summary": values["summary"]}
        },
        "content_warnings": editing.WARNINGS.get(values["topic"], []),
        "created_by": admin_id,
    }
    return await _store_new(draft, editing.slug(values["title"]))


async def _store_new(draft: Mapping[str, Any], stem: str) -> AdminArticle:
    async def work(db: BaseDBAsyncClient) -> StoredArticle:
        _require_new(await queries.by_url_key(db, draft["url_key"]))
        now, slug = clock.now_ms(), editing.free_slug(stem, await queries.slugs_like(db, stem))
        times = {"created_at": now, "updated_at": now}
        await queries.insert(db, {**DEFAULTS, **draft, **times, "slug": slug, "status": "draft"})
        return _found(await queries.by_url_key(db, draft["url_key"]))

    try:
        return await _view(await database.transaction(work))
    except IntegrityError as error:  # somebody added the same page in this moment
        raise _duplicate() from error


DEFAULTS: Mapping[str, Any] = {
    "evidence_level": "", "minutes": 0, "sources": [], "companions": [],
    "source_note": "", "starter_hash": "",
}  # fmt: skip


async def edit(article_id: UUID, changes: Mapping[str, Any]) -> AdminArticle:
    """The article with these changes; a published one must stay complete (422 `not-ready`)."""
    _require_plain(changes)
    _require_past(changes.get("reviewed_on"))

    async def work(db: BaseDBAsyncClient) -> StoredArticle:
        known = _found(await queries.by_id(db, article_id))
        values = _edited(known, changes)
        changed = _found(await queries.update(db, article_id, values))
        if changed.status == "published":
            require_ready(changed)
        return changed

    return await _view(await database.transaction(work))


def _edited(known: StoredArticle, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Column values of an edit; it also marks a starter article as the admins' own."""
    language = cards.text_language(known)
    text = {**known.texts.get(language, {}), **{n: changes[n] for n in TEXTS if n in changes}}
    columns = {name: value for name, value in changes.items() if name not in TEXTS}
    if "sources" in columns:
        columns["sources"] = msgspec.to_builtins(columns["sources"])
    gate = rules.GATES.get(columns.get("topic", known.topic), "none")
    reviewed = columns.get("reviewed_on", known.reviewed_on)
    return {
        **columns,
        "gate": gate,
        "texts": {
            **known.texts,
            language: {**text, "title": editing.one_line(text.get("title", ""))},
        },
        "review_due": editing.months_after(reviewed, editing.MONTHS[gate]) if reviewed else None,
        "starter_hash": "",
        "updated_at": clock.now_ms(),
    }


async def publish(article_id: UUID) -> AdminArticle:
    """The article, published; 422 `not-ready` names each missing field."""

    async def work(db: BaseDBAsyncClient) -> StoredArticle:
        known = _found(await queries.by_id(db, article_id))
        require_ready(known)
        now = clock.now_ms()
        values = {"status": "published", "published_at": known.published_at or now}
        return _found(await queries.update(db, article_id, {**values, "updated_at": now}))

    return await _view(await database.transaction(work))


async def withdraw(article_id: UUID) -> AdminArticle:
    """The article, withdrawn: readers no longer see it."""
    values = {"status": "withdrawn", "updated_at": clock.now_ms()}
    return await _view(_found(await queries.update(database.connection(), article_id, values)))


def require_ready(article: StoredArticle) -> None:
    """422 `not-ready` with an error for each field that publishing still needs."""
    missing = editing.missing_fields(article)
    if missing:
        errors = [{"field": name, "message": editing.NEEDED[name]} for name in missing]
        raise Problem(422, "not-ready", "Some fields are still missing.", errors)


def _canonical(url: str, settings: Settings) -> str:
    try:
        canonical = metadata.canonical_url(url)
    except NotAnAddress as error:
        raise invalid("blocked-address", "This is not the address of a web page.", "url") from error
    if not _may_be_linked(metadata.host(canonical), settings):
        raise invalid("blocked-address", FETCH_PROBLEMS["blocked-address"], "url")
    return canonical


def _may_be_linked(host: str, settings: Settings) -> bool:
    """False for names and addresses that can only mean this machine or a private network."""
    try:
        allowed = networks(settings.outbound_allow_cidrs)
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


def _found(article: StoredArticle | None) -> StoredArticle:
    if article is None:
        raise not_found("There is no such article.")
    return article


async def _view(article: StoredArticle) -> AdminArticle:
    every = await queries.of_every_status(database.connection())
    return cards.admin_view(article, service.companions_of(article, every))
