"""The texts of notifications."""

import pytest

from backend import messages
from backend.messages import Note
from backend.push import rules
from backend.push.rules import Message

REVEALING = ("habit", "mood", "gewohnheit", "stimmung", "anxi", "angst", "!")
HABIT = "0190f5d2-0000-7000-8000-000000000000"


def _notes(language: str) -> list[Note]:
    found = messages.catalogue(language)
    return [*found.reminders, found.again, found.stopped, found.test]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_language_has_eight_different_reminders(language: str) -> None:
    catalogue = messages.catalogue(language)
    assert catalogue.language == language
    assert len(set(catalogue.reminders)) == 8


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_reveals_what_a_person_keeps_track_of(language: str) -> None:
    for note in _notes(language):
        text = f"{note.title} {note.body}".lower()
        assert not [word for word in REVEALING if word in text]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_text_fits_into_one_block(language: str) -> None:
    found = messages.catalogue(language)
    actions = (("mood-4", found.good), ("mood-2", found.low))
    for note in _notes(language):
        message = Message(
            HABIT, "k", note.title, note.body, language, "https://e/" + "x" * 60,
            kind="habit", habit_id=HABIT, day="2027-03-01", actions=actions,
        )  # fmt: skip
        assert len(rules.payload(message)) == rules.BLOCK


def test_no_text_is_missing_or_left_in_english() -> None:
    english, german = messages.catalogue("en"), messages.catalogue("de")
    for name in ("again", "stopped", "test", "check_in", "done", "good", "low"):
        assert getattr(english, name) != getattr(german, name)


def test_an_unknown_language_reads_english() -> None:
    assert messages.catalogue("xx") is messages.catalogue("en")
