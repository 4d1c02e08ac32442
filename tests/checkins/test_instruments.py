"""The questionnaires are whole, sourced and free to reproduce, and say nothing of their own."""

import re
from datetime import date
from typing import get_args

import pytest

from backend.accounts.profiles import Language, Questionnaire
from backend.checkins import instruments
from backend.checkins.screenings import Instrument

SHIPPED = instruments.shipped()
each = pytest.mark.parametrize("key", sorted(SHIPPED))


def test_everything_that_can_be_chosen_and_stored_is_there() -> None:
    assert set(SHIPPED) == set(get_args(Questionnaire)) == set(get_args(Instrument))


@pytest.mark.parametrize(("key", "items", "change"), [("phq8", 8, 6), ("gad7", 7, 4)])
def test_a_total_goes_from_nothing_to_three_points_an_item(
    key: str, items: int, change: int
) -> None:
    found = SHIPPED[key]
    assert (found.items, found.highest, found.reliable_change) == (items, 3 * items, change)


@each
def test_each_language_has_every_item_and_four_answers(key: str) -> None:
    assert set(SHIPPED[key].texts) == set(get_args(Language))
    for wording in SHIPPED[key].texts.values():
        assert len(set(wording.items)) == SHIPPED[key].items
        assert len(set(wording.answers)) == 4
        assert wording.stem.endswith("?")
        assert re.search(r"(19|20)\d\d", wording.source)


@each
def test_no_item_asks_about_wanting_to_die(key: str) -> None:
    items = " ".join(item for w in SHIPPED[key].texts.values() for item in w.items).lower()
    assert not re.search(r"dead|suicid|hurting yourself|tot wären|leid zufügen", items)


@each
def test_nothing_sorts_people_by_their_total(key: str) -> None:
    known = {*instruments.Questionnaire.__struct_fields__}
    assert known == {
        "instrument", "name", "version", "items", "highest", "reliable_change", "licence", "texts",
    }  # fmt: skip
    assert not re.search("mild|moderate|severe|leicht|schwerwiegend", SHIPPED[key].name.lower())


@each
def test_a_copy_is_allowed_and_it_says_where_that_was_read(key: str) -> None:
    licence = SHIPPED[key].licence
    assert "No permission required to reproduce, translate, display or distribute" in licence.text
    assert date.fromisoformat(licence.checked_on) >= date(2026, 11, 24)
    assert all(url.startswith("https://") for url in (licence.terms, *licence.seen_at))
    assert len(licence.seen_at) >= 2
    assert len(SHIPPED[key].version) <= 20


def test_the_words_are_the_published_ones() -> None:
    gad, phq = SHIPPED["gad7"].texts, SHIPPED["phq8"].texts
    assert gad["en"].items[4] == "Being so restless that it is hard to sit still"
    assert gad["de"].items[6] == "Gefühl der Angst, so als würde etwas Schlimmes passieren"
    assert phq["en"].items[0] == "Little interest or pleasure in doing things"
    assert phq["de"].items[5].startswith("Schlechte Meinung von sich selbst; Gefühl, ein Versager")
    assert phq["en"].answers == gad["en"].answers
    assert phq["de"].answers == gad["de"].answers
