"""The file in which instances share curated articles: how it is written and read (pure)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from backend.articles import editing, forms, metadata, review
from backend.articles.cards import EvidenceLevel, Source, camel
from backend.articles.queries import StoredArticle

FORMAT, VERSION = "everkeel-articles", 1
MOST_ARTICLES = 2_000

Reason = Literal[
    "invalid", "not-plain", "blocked-address", "looser-gate", "future-review", "twice",
    "withdrawn-here",
]  # fmt: skip


class SharedText(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What people read of an article, in one language."""

    title: forms.Title
    summary: forms.Summary = ""
    key_points: forms.KeyPoints = []
    cautions: forms.Cautions = []
    evidence_note: forms.EvidenceNote = ""


class SharedArticle(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """An article as instances share it; its address says which page it is about."""

    slug: forms.Slug
    url: forms.Url
    topic: forms.Topic
    gate: forms.Gate = "none"
    publisher: forms.Publisher = ""
    language: forms.Language = "en"
    texts: Annotated[dict[forms.Language, SharedText], Meta(min_length=1, max_length=20)]
    evidence_level: EvidenceLevel | Literal[""] = ""
    minutes: forms.Minutes = 0
    content_warnings: forms.Warnings = []
    sources: Annotated[list[Source], Meta(max_length=30)] = []
    companions: Annotated[list[forms.Slug], Meta(max_length=10)] = []
    source_note: Annotated[str, Meta(max_length=1000)] = ""
    reviewed_on: date | None = None


class SharedLibrary(msgspec.Struct, rename="camel", kw_only=True):
    """The whole file."""

    format: str = FORMAT
    version: int = VERSION
    exported_at: int = 0
    articles: list[SharedArticle]


class Refused(msgspec.Struct, frozen=True):
    """An article that was not taken, why, and the field it is about."""

    slug: str
    reason: Reason
    field: str | None = None


class NotAnExport(ValueError):
    """A file that is no library of articles; the text says why."""


class _File(msgspec.Struct):
    format: Literal["everkeel-articles"]
    version: Literal[1]
    articles: Annotated[list[msgspec.Raw], Meta(max_length=MOST_ARTICLES)]


_SHARED = tuple(name for name in SharedArticle.__struct_fields__ if name not in ("slug", "url"))


def library(articles: Iterable[StoredArticle], now: int) -> SharedLibrary:
    """The file for these articles."""
    return SharedLibrary(exported_at=now, articles=[_shared(article) for article in articles])


def _shared(article: StoredArticle) -> SharedArticle:
    columns = {name: getattr(article, name) for name in SharedArticle.__struct_fields__}
    known = SharedText.__struct_fields__
    columns["texts"] = {
        language: {camel(name): text[name] for name in known if name in text}
        for language, text in article.texts.items()
    }
    return msgspec.convert({camel(name): value for name, value in columns.items()}, SharedArticle)


def entries(content: bytes) -> list[msgspec.Raw]:
    """The articles of a file, unread; raises NotAnExport."""
    try:
        return msgspec.json.decode(content, type=_File).articles
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotAnExport(str(error)) from error


def read(entry: msgspec.Raw, today: date) -> SharedArticle | Refused:
    """An article of the file, or why it is refused; every text in it is plain."""
    try:
        article = msgspec.json.decode(entry, type=SharedArticle)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return Refused(_slug(entry), "invalid", _field(str(error)))
    if trouble := _trouble(article, today):
        return Refused(article.slug, *trouble)
    return article


def _slug(entry: msgspec.Raw) -> str:
    """What an unreadable article calls itself, as far as that can be told."""
    try:
        found = msgspec.json.decode(entry)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    return metadata.plain_text(str(found.get("slug", "")), 80) if isinstance(found, dict) else ""


def _field(message: str) -> str | None:
    """The field that msgspec's message is about."""
    found = re.search(r"`\$\.([A-Za-z]+)", message) or re.search(r"field `([A-Za-z]+)`", message)
    return found[1] if found else None


def _trouble(article: SharedArticle, today: date) -> tuple[Reason, str] | None:
    if field := _not_plain(article):
        return "not-plain", field
    if article.gate not in review.gates_for(article.topic):
        return "looser-gate", "gate"
    if not {article.language, "en"} & set(article.texts):
        return "invalid", "texts"
    if article.reviewed_on and article.reviewed_on > today:
        return "future-review", "reviewedOn"
    try:
        metadata.canonical_url(article.url)
    except metadata.NotAnAddress:
        return "blocked-address", "url"
    return None


def _not_plain(article: SharedArticle) -> str | None:
    texts = (msgspec.structs.asdict(text) for text in article.texts.values())
    if any(editing.not_plain(text) for text in texts):
        return "texts"
    own = ("publisher", "content_warnings", "source_note")
    name = editing.not_plain({name: getattr(article, name) for name in own})
    return camel(name) if name else None


def columns(article: SharedArticle, slugs: Mapping[str, str]) -> dict[str, Any]:
    """Column values of a shared article; `slugs` says what its companions are called here."""
    values: dict[str, Any] = {name: getattr(article, name) for name in _SHARED}
    values["texts"] = {
        language: {**msgspec.structs.asdict(text), "title": editing.one_line(text.title)}
        for language, text in article.texts.items()
    }
    values["sources"] = msgspec.to_builtins(article.sources)
    values["companions"] = [slugs.get(slug, slug) for slug in article.companions]
    values["review_due"] = editing.review_due(article.reviewed_on, article.gate)
    return values


def merged(stored: StoredArticle, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns an import changes; empty when it says nothing new.

    Translations that only this instance has stay. When a review is due follows from the review.
    """
    now = columns(_shared(stored), {})
    wanted = {**values, "texts": {**now["texts"], **values["texts"]}}
    return {} if all(now[name] == wanted[name] for name in _SHARED) else wanted
