"""What is kept of a version, and how versions differ."""

import json
from datetime import date

from backend.articles import versions
from tests.articles.stored import SOURCE, TEXT, on_the_wire, stored

KEPT = json.loads(json.dumps(versions.snapshot(stored())))


def test_a_version_is_shown_in_the_language_that_admins_edit() -> None:
    assert on_the_wire(versions.shown(KEPT)) == {
        "title": "A calm page", "summary": "What calm is.", "keyPoints": TEXT["key_points"],
        "cautions": TEXT["cautions"], "evidenceLevel": "cohort",
        "evidenceNote": "One study of 90 people.", "sources": [SOURCE],
        "topic": "emotional_control", "gate": "none", "minutes": 4, "publisher": "Example",
        "language": "en", "url": "https://example.org/calm", "reviewedOn": "2026-11-01",
        "contentWarnings": ["food"], "status": "published",
    }  # fmt: skip


def test_a_restore_brings_back_all_but_address_and_status() -> None:
    values = versions.restored(KEPT)
    assert values["reviewed_on"] == date(2026, 11, 1)
    assert {name: getattr(stored(), name) for name in values} == values
    assert set(KEPT) - set(values) == {"url", "status"}


def test_the_differences_are_named_as_in_json() -> None:
    assert versions.changed(None, KEPT) == []
    assert versions.changed(KEPT, KEPT) == []
    later = stored(
        texts={"en": {**TEXT, "key_points": []}, "de": TEXT}, reviewed_on=None, gate="medicines"
    )
    assert versions.changed(KEPT, versions.snapshot(later)) == [
        "keyPoints", "gate", "reviewedOn", "translations",
    ]  # fmt: skip


def test_an_article_with_hardly_any_text_has_a_version_too() -> None:
    bare = stored(texts={}, sources=[], reviewed_on=None, review_due=None, evidence_level="")
    kept = versions.snapshot(bare)
    assert versions.shown(kept).title == ""
    assert versions.restored(kept)["review_due"] is None
