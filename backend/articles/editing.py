"""What makes an article complete and its fields well formed (pure)."""

import calendar
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from backend.articles import cards
from backend.articles.metadata import is_plain
from backend.articles.queries import StoredArticle

MONTHS = {"none": 12, "eating_disorder": 12, "medicines": 6, "treatments": 6}
NEEDED = {
    "summary": "Write a summary.",
    "keyPoints": "Write at least three key points.",
    "evidenceLevel": "Choose the evidence level.",
    "evidenceNote": "Say what the evidence is.",
    "sources": "Name at least one source.",
    "reviewedOn": "Say when this was reviewed.",
    "cautions": "Write at least one caution.",
}
# What a reader is warned of before a page on the topic opens.
WARNINGS = {
    "diet_anxiety": ["food", "weight"],
    "serotonin_syndrome": ["medicines", "medical emergency"],
    "ketamine_therapy": ["drugs", "dissociation", "suicide mentioned"],
    "psilocybin": ["drugs", "psychedelic experience"],
}


def missing_fields(article: StoredArticle) -> list[str]:
    """The fields that publishing still needs, in the order of `NEEDED`."""
    text = cards.text_of(article, cards.text_language(article))
    there = {
        "summary": text.get("summary", "").strip(),
        "keyPoints": len(text.get("key_points", [])) >= 3,
        "evidenceLevel": article.evidence_level,
        "evidenceNote": text.get("evidence_note", "").strip(),
        "sources": article.sources,
        "reviewedOn": article.reviewed_on,
        "cautions": text.get("cautions") or article.gate == "none",
    }
    return [name for name in NEEDED if not there[name]]


def review_due(reviewed_on: date | None, gate: str) -> date | None:
    """When an article with that gate is to be reviewed again."""
    return months_after(reviewed_on, MONTHS[gate]) if reviewed_on else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def not_plain(values: Mapping[str, Any]) -> str | None:
    """The first field with tags or hidden characters in its text, if any."""
    for name, value in values.items():
        texts: Iterable[Any] = value if isinstance(value, list) else [value]
        if not all(is_plain(text) for text in texts if isinstance(text, str)):
            return name
    return None


def one_line(text: str) -> str:
    """The text with single spaces and no line breaks."""
    return " ".join(text.split())


def slug(title: str) -> str:
    """A short address from a title; `article` when it has no Latin letters."""
    text = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", text))[:60].strip("-") or "article"


# Under /api/articles beside the articles' own.
ADDRESSES = {"must-show", "suggestions"}


def free_slug(stem: str, taken: set[str]) -> str:
    """The stem, or the stem with the first number that is not taken."""
    taken = taken | ADDRESSES
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
