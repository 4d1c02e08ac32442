"""What readers see of an article: the card and the whole page."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.articles.queries import StoredArticle

FALLBACK = "en"

EvidenceLevel = Literal[
    "guideline", "systematic_review", "randomised_trial", "cohort", "mechanistic", "opinion"
]
# Who reviewed it: those who wrote Everkeel's starters, or the admins here; never a person's name.
Reviewer = Literal["everkeel", "admins"]
SourceKind = Literal[
    "guideline", "systematic_review", "randomised_trial", "cohort", "mechanistic", "opinion",
    "regulator",
]  # fmt: skip
WebUrl = Annotated[str, Meta(max_length=2000, pattern=r"^https?://[^\s\x00-\x20\x7f]+\Z")]
Doi = Annotated[str, Meta(max_length=200, pattern=r"^10\.[0-9]{4,9}/[^\s\x00]+\Z")]


class Source(msgspec.Struct, forbid_unknown_fields=True):
    """A primary source: `n` is the number of people in it, where that is known."""

    title: Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x1f\x7f]+\Z")]
    url: WebUrl
    year: Annotated[int, Meta(ge=1800, le=2200)]
    kind: SourceKind
    doi: Doi | None = None
    n: Annotated[int, Meta(ge=1, le=1_000_000_000)] | None = None


class ArticleCard(msgspec.Struct, rename="camel", kw_only=True):
    """An article in a list, in the reader's language."""

    id: UUID
    slug: str
    topic: str
    title: str
    summary: str
    evidence_level: str
    minutes: int
    gate: str
    content_warnings: list[str]
    reviewed_on: date | None


class ArticlePage(ArticleCard, rename="camel", kw_only=True):
    """A whole article; `must_show` names the cards and lines to put beside it."""

    key_points: list[str]
    cautions: list[str]
    evidence_note: str
    sources: list[Source]
    url: str
    publisher: str
    language: str
    source_note: str
    companions: list[ArticleCard]
    reviewer: Reviewer
    review_due: date | None
    must_show: list[str]


def camel(name: str) -> str:
    """A field's name as it is in JSON."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def text_of(article: StoredArticle, language: str) -> dict[str, Any]:
    """The texts in a language, else in English, else in the one that admins edit.

    A translation that lacks what that one has, such as cautions, is not shown.
    """
    texts = article.texts
    edited = texts.get(text_language(article)) or next(iter(texts.values()), {})
    for text in (texts.get(language), texts.get(FALLBACK)):
        if text and all(text.get(name) for name, value in edited.items() if value):
            return text
    return edited


def card(article: StoredArticle, language: str) -> ArticleCard:
    """The card of an article."""
    return ArticleCard(**_card_fields(article, language))


def page(
    article: StoredArticle,
    language: str,
    companions: Iterable[StoredArticle],
    must_show: Sequence[str],
) -> ArticlePage:
    """The page of an article with its companions."""
    cards = [card(companion, language) for companion in companions]
    return ArticlePage(
        **page_fields(article, language), companions=cards, must_show=list(must_show)
    )


def text_language(article: StoredArticle) -> str:
    """The language of the texts that admins edit: the page's own, where we have it."""
    return article.language if article.language in article.texts else FALLBACK


def _card_fields(article: StoredArticle, language: str) -> dict[str, Any]:
    text = text_of(article, language)
    own = ("id", "slug", "topic", "evidence_level", "minutes", "gate", "content_warnings")
    return {
        **{name: getattr(article, name) for name in own},
        "title": text.get("title", ""),
        "summary": text.get("summary", ""),
        "reviewed_on": article.reviewed_on,
    }


def page_fields(article: StoredArticle, language: str) -> dict[str, Any]:
    """The fields of a page but for its companions and what goes with it."""
    text = text_of(article, language)
    own = ("url", "publisher", "language", "source_note", "review_due")
    return {
        **_card_fields(article, language),
        **{name: getattr(article, name) for name in own},
        "reviewer": "everkeel" if article.starter_hash else "admins",
        "key_points": text.get("key_points", []),
        "cautions": text.get("cautions", []),
        "evidence_note": text.get("evidence_note", ""),
        "sources": msgspec.convert(article.sources, list[Source]),
    }
