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

    The notes name neither habits nor moods: what a person keeps track of is nobody's business.
    `check_in`, `good`, `low` and `plan` are for people who let their notifications be open.
    """

    language: str
    reminders: tuple[Note, Note, Note, Note, Note, Note, Note, Note]
    again: Note  # after a snooze
    stopped: Note  # a reminder has been ignored for long
    test: Note
    mail_subject: str
    mail_text: str  # {app} and {settings} are addresses
    check_in: str
    done: str
    kept: str  # an avoided thing
    skip: str
    plan: str  # {when} and {then} are the person's own words
    good: str
    low: str


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
    again=Note("Everkeel", "Here it is again, as you asked."),
    stopped=Note(
        "Everkeel",
        "A reminder did not seem to help lately, so it is quiet now. "
        "Settings turn it on again whenever you like.",
    ),
    test=Note("Everkeel", "This is a test. Notifications reach this device."),
    mail_subject="Your reminder from Everkeel",
    mail_text=(
        "Hello,\n\nhere is the reminder you asked for. None of your devices could be reached,"
        " so it comes by e-mail.\n\n{app}\n\nIn the settings you can turn notifications on or"
        " these e-mails off:\n{settings}\n"
    ),
    check_in="How are you?",
    done="Done",
    kept="Kept to it",
    skip="Skip today",
    plan="When {when}, I will {then}.",
    good="🙂 Good",
    low="🙁 Low",
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
    again=Note("Everkeel", "Da ist sie wieder, wie gewünscht."),
    stopped=Note(
        "Everkeel",
        "Eine Erinnerung schien zuletzt nicht zu helfen, darum ist sie jetzt still. "
        "In den Einstellungen geht sie jederzeit wieder an.",
    ),
    test=Note("Everkeel", "Das ist ein Test. Mitteilungen kommen auf diesem Gerät an."),
    mail_subject="Deine Erinnerung von Everkeel",
    mail_text=(
        "Hallo,\n\nhier ist die Erinnerung, um die du gebeten hast. Keines deiner Geräte war"
        " erreichbar, darum kommt sie per E-Mail.\n\n{app}\n\nIn den Einstellungen kannst du"
        " Mitteilungen einschalten oder diese E-Mails abstellen:\n{settings}\n"
    ),
    check_in="Wie geht es dir?",
    done="Erledigt",
    kept="Geschafft",
    skip="Heute auslassen",
    plan="Wenn {when}, dann {then}.",
    good="🙂 Gut",
    low="🙁 Nicht gut",
)

_CATALOGUES = {catalogue.language: catalogue for catalogue in (_ENGLISH, _GERMAN)}


def catalogue(language: str) -> Catalogue:
    """The texts in that language, or in English when there are none."""
    return _CATALOGUES.get(language, _ENGLISH)
