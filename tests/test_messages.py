"""The texts of notifications."""

import pytest

from backend import messages
from backend.push import rules
from backend.push.rules import Message

REVEALING = ("habit", "mood", "gewohnheit", "stimmung", "anxi", "angst", "!")


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_language_has_eight_different_reminders(language: str) -> None:
    catalogue = messages.catalogue(language)
    assert catalogue.language == language
    assert len(set(catalogue.reminders)) == 8


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_reveals_what_a_person_keeps_track_of(language: str) -> None:
    catalogue = messages.catalogue(language)
    for note in (*catalogue.reminders, catalogue.test):
        text = f"{note.title} {note.body}".lower()
        assert not [word for word in REVEALING if word in text]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_text_fits_into_one_block(language: str) -> None:
    for note in (*(found := messages.catalogue(language)).reminders, found.test):
        message = Message("d" * 36, "k", note.title, note.body, language, "https://e/" + "x" * 200)
        assert len(rules.payload(message)) == rules.BLOCK


def test_an_unknown_language_reads_english() -> None:
    assert messages.catalogue("xx") is messages.catalogue("en")
