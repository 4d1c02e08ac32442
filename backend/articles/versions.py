"""What is kept of each version of an article, and how two versions differ (pure)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from backend.articles import cards
from backend.articles.cards import Source
from backend.articles.queries import StoredArticle

# Taken back by a restore; the address and the status are not: those have rules of their own.
RESTORED = (
    "topic", "gate", "publisher", "language", "texts", "evidence_level", "minutes",
    "content_warnings", "sources", "companions", "source_note", "reviewed_on", "review_due",
)  # fmt: skip
KEPT = (*RESTORED, "status", "url")
_TEXTS = ("title", "summary", "key_points", "cautions", "evidence_note")


class VersionText(msgspec.Struct, rename="camel", kw_only=True):
    """An article as it was, in the language that admins edit."""

    title: str = ""
    summary: str = ""
    key_points: list[str] = []
    cautions: list[str] = []
    evidence_level: str
    evidence_note: str = ""
    sources: list[Source]
    topic: str
    gate: str
    minutes: int
    publisher: str
    language: str
    url: str
    reviewed_on: date | None
    content_warnings: list[str]
    status: str


Snapshot = Mapping[str, Any]


def snapshot(article: StoredArticle) -> dict[str, Any]:
    """What is kept of an article, ready for JSON."""
    kept: dict[str, Any] = msgspec.to_builtins({name: getattr(article, name) for name in KEPT})
    return kept


def shown(kept: Snapshot) -> VersionText:
    """A version as admins see it."""
    own = {name: kept[name] for name in VersionText.__struct_fields__ if name in kept}
    text = kept["texts"].get(_language(kept), {})
    own |= {name: text[name] for name in _TEXTS if name in text}
    return msgspec.convert({cards.camel(name): value for name, value in own.items()}, VersionText)


def restored(kept: Snapshot) -> dict[str, Any]:
    """The columns that bring a version back."""
    values = {name: kept[name] for name in RESTORED}
    dates = {name: values[name] for name in ("reviewed_on", "review_due")}
    return values | msgspec.convert(dates, dict[str, date | None])


def changed(before: Snapshot | None, after: Snapshot) -> list[str]:
    """The fields in which a version differs from the one before, as JSON names them."""
    if before is None:
        return []
    old, new = shown(before), shown(after)
    names = [n for n in new.__struct_fields__ if getattr(old, n) != getattr(new, n)]
    others = ["translations"] if _others(before) != _others(after) else []
    return [cards.camel(name) for name in names] + others


def _language(kept: Snapshot) -> str:
    own: str = kept["language"]
    return own if own in kept["texts"] else cards.FALLBACK


def _others(kept: Snapshot) -> dict[str, Any]:
    return {name: text for name, text in kept["texts"].items() if name != _language(kept)}
