"""In which language a reader meets an article."""

from typing import Any

import pytest

from backend.articles import cards
from tests.articles.stored import TEXT, stored

GERMAN = {**TEXT, "title": "Eine ruhige Seite"}


@pytest.mark.parametrize(
    ("language", "texts", "reader", "title"),
    [
        ("en", {"en": TEXT, "de": GERMAN}, "de", GERMAN["title"]),
        ("en", {"en": TEXT}, "de", TEXT["title"]),
        ("de", {"de": GERMAN}, "en", GERMAN["title"]),
        ("fr", {"en": TEXT, "de": GERMAN}, "fr", TEXT["title"]),
        ("en", {"en": TEXT, "de": {**GERMAN, "cautions": []}}, "de", TEXT["title"]),
        ("en", {"en": TEXT, "de": {"title": "Kurz"}}, "de", TEXT["title"]),
        ("de", {"en": {"title": "Short"}, "de": GERMAN}, "en", GERMAN["title"]),
        ("en", {"en": {**TEXT, "cautions": []}, "de": {**GERMAN, "cautions": []}}, "de",
         GERMAN["title"]),
    ],
)  # fmt: skip
def test_a_translation_is_read_only_when_it_lacks_nothing(
    language: str, texts: dict[str, Any], reader: str, title: str
) -> None:
    article = stored(language=language, texts=texts)
    assert cards.text_of(article, reader)["title"] == title
