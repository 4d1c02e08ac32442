"""The file in which instances share articles."""

from datetime import date
from typing import Any

import msgspec
import pytest

from backend.articles import exchange
from backend.articles.exchange import NotAnExport, Refused
from tests.articles.stored import on_the_wire, stored

TODAY = date(2026, 11, 24)


def shared(**changes: Any) -> dict[str, Any]:
    """An article of the file, with these differences."""
    file = on_the_wire(exchange.library([stored()], 7))
    assert file["format"] == "everkeel-articles"
    return {**file["articles"][0], **changes}


def read(article: Any) -> exchange.SharedArticle | Refused:
    return exchange.read(msgspec.Raw(msgspec.json.encode(article)), TODAY)


def test_a_file_brings_an_article_back_as_it_was() -> None:
    article = read(shared())
    assert not isinstance(article, Refused)
    values = exchange.columns(article, {})
    assert {name: getattr(stored(), name) for name in values} == values
    assert exchange.merged(stored(), values) == {}


def test_a_companion_is_called_as_it_is_here() -> None:
    article = read(shared())
    assert not isinstance(article, Refused)
    assert exchange.columns(article, {"breathing": "breathing-2"})["companions"] == ["breathing-2"]


def test_what_is_new_is_taken_and_a_translation_of_ours_stays() -> None:
    texts = {"en": {**shared()["texts"]["en"], "summary": "New."}}
    article = read(shared(texts=texts))
    assert not isinstance(article, Refused)
    changes = exchange.merged(stored(), exchange.columns(article, {}))
    assert changes["texts"]["en"]["summary"] == "New."
    assert changes["texts"]["de"] == stored().texts["de"]
    assert "status" not in changes


def test_when_a_review_is_due_follows_from_the_gate() -> None:
    article = read(shared(topic="psilocybin", gate="treatments"))
    assert not isinstance(article, Refused)
    assert exchange.columns(article, {})["review_due"] == date(2027, 5, 1)


TEXT = {"title": "T"}


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"slug": "../x"}, "invalid", "slug"),
        ({"url": 7}, "invalid", "url"),
        ({"url": "javascript:alert(1)"}, "blocked-address", "url"),
        ({"url": "https://user:pass@example.org/"}, "blocked-address", "url"),
        ({"topic": "weight_loss"}, "invalid", "topic"),
        ({"topic": "psilocybin"}, "looser-gate", "gate"),
        ({"topic": "psilocybin", "gate": "medicines"}, "looser-gate", "gate"),
        ({"status": "published"}, "invalid", "status"),
        ({"texts": {}}, "invalid", "texts"),
        ({"texts": {"English": TEXT}}, "invalid", "texts"),
        ({"texts": {"fr": TEXT}}, "invalid", "texts"),
        ({"texts": {"en": {"title": " "}}}, "invalid", "texts"),
        ({"texts": {"en": {"title": "<script>x</script>"}}}, "not-plain", "texts"),
        ({"texts": {"en": {"title": "T", "cautions": ["\u202ex"]}}}, "not-plain", "texts"),
        ({"texts": {"en": {"title": "T", "keyPoints": ["x"] * 6}}}, "invalid", "texts"),
        ({"publisher": "<b>Us</b>"}, "not-plain", "publisher"),
        ({"contentWarnings": ["<i>food</i>"]}, "not-plain", "contentWarnings"),
        ({"sources": [{"title": "x"}]}, "invalid", "sources"),
        ({"evidenceLevel": "certain"}, "invalid", "evidenceLevel"),
        ({"minutes": 2**70}, "invalid", "minutes"),
        ({"reviewedOn": "2026-11-25"}, "future-review", "reviewedOn"),
        ({"reviewedOn": "soon"}, "invalid", "reviewedOn"),
    ],
)
def test_a_bad_article_is_refused_and_says_where(
    changes: dict[str, Any], reason: str, field: str
) -> None:
    found = read(shared(**changes))
    assert found == Refused(changes.get("slug", "a-calm-page"), reason, field)  # type: ignore[arg-type]


@pytest.mark.parametrize("entry", [b"7", b"[]", b"null", b'"x"', b"{}", b'{"slug": 5}'])
def test_what_is_no_article_is_refused(entry: bytes) -> None:
    found = exchange.read(msgspec.Raw(entry), TODAY)
    assert isinstance(found, Refused)
    assert found.reason == "invalid"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000,
        b'{"format": "everkeel-articles", "version": 2, "articles": []}',
        b'{"format": "other", "version": 1, "articles": []}',
        b'{"format": "everkeel-articles", "version": 1, "articles": {}}',
        b'{"format": "everkeel-articles", "version": 1, "articles": ['
        + b",".join([b"{}"] * 2_001) + b"]}",
    ],
)  # fmt: skip
def test_what_is_no_library_is_told(content: bytes) -> None:
    with pytest.raises(NotAnExport):
        exchange.entries(content)


def test_a_library_may_be_empty() -> None:
    assert exchange.entries(msgspec.json.encode(exchange.library([], 0))) == []
