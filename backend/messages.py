"""Texts that reach people outside the app: one complete catalogue for each language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Title and body of a notification; anybody may read it on the lock screen."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every text in one language; a missing one is a type error.

    The reminders name neither habits nor moods: what a person keeps track of is nobody's business.
    """

    language: str
    reminders: tuple[Note, Note, Note, Note, Note, Note, Note, Note]
    test: Note


_ENGLISH = Catalogue(
    language="en",
    reminders=(
        Note("Everkeel", "A minute for yourself."),
        Note("Everkeel", "Two taps and you are done."),
        Note("Everkeel", "Whenever it suits you."),
        Note("Everkeel", "Your page for today is open."),
        Note("Everkeel", "Take a breath, then have a look."),
        Note("Everkeel", "A small pause, if you like."),
        Note("Everkeel", "Here is the reminder you asked for."),
        Note("Everkeel", "Good to have you here."),
    ),
    test=Note("Everkeel", "This is a test. Notifications reach this device."),
)

_GERMAN = Catalogue(
    language="de",
    reminders=(
        Note("Everkeel", "Eine Minute nur für dich."),
        Note("Everkeel", "Zweimal tippen, schon fertig."),
        Note("Everkeel", "Wann immer es dir passt."),
        Note("Everkeel", "Deine Seite für heute ist bereit."),
        Note("Everkeel", "Einmal durchatmen, dann kurz hineinschauen."),
        Note("Everkeel", "Eine kleine Pause, wenn du magst."),
        Note("Everkeel", "Hier ist die Erinnerung, um die du gebeten hast."),
        Note("Everkeel", "Schön, dass du da bist."),
    ),
    test=Note("Everkeel", "Das ist ein Test. Mitteilungen kommen auf diesem Gerät an."),
)

_CATALOGUES = {catalogue.language: catalogue for catalogue in (_ENGLISH, _GERMAN)}


def catalogue(language: str) -> Catalogue:
    """The texts in that language, or in English when there are none."""
    return _CATALOGUES.get(language, _ENGLISH)
