"""Articles as the database holds them, for tests of pure rules."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from backend.articles.metadata import url_key
from backend.articles.queries import StoredArticle

URL = "https://example.org/calm"
SOURCE = {
    "title": "A study", "url": "https://doi.org/10.1000/x", "year": 2020, "kind": "cohort",
    "doi": "10.1000/x", "n": 90,
}  # fmt: skip
TEXT = {
    "title": "A calm page", "summary": "What calm is.", "key_points": ["One.", "Two.", "Three."],
    "cautions": ["Not for everybody."], "evidence_note": "One study of 90 people.",
}  # fmt: skip


def stored(**changes: Any) -> StoredArticle:
    """A complete published article with these differences."""
    columns = {
        "id": UUID(int=1), "slug": "a-calm-page", "topic": "emotional_control", "gate": "none",
        "status": "published", "url": URL, "url_key": url_key(URL), "publisher": "Example",
        "language": "en", "texts": {"en": TEXT, "de": {**TEXT, "title": "Eine ruhige Seite"}},
        "evidence_level": "cohort", "minutes": 4, "content_warnings": ["food"],
        "sources": [SOURCE], "companions": ["breathing"], "source_note": "",
        "reviewed_on": date(2026, 11, 1), "review_due": date(2027, 11, 1), "starter_hash": "",
        "created_by": None, "created_at": 0, "updated_at": 0, "published_at": 0,
    }  # fmt: skip
    missing = set(StoredArticle.__struct_fields__) - set(columns)
    return StoredArticle(**{**dict.fromkeys(missing), **columns, **changes})


def on_the_wire(article: Any) -> Any:
    """The struct as JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(article))
