"""What a notification says: nothing about its reader, unless they let it be open (no I/O)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from backend import messages
from backend.accounts.service import ReminderProfile
from backend.habits.service import Words
from backend.messages import Catalogue, Note
from backend.push.rules import Message
from backend.reminders import rules
from backend.reminders.deliveries import Claimed

_LONGEST_LIST = 160
_LONGEST_BODY = 240


def compose(
    members: Sequence[Claimed],
    profile: ReminderProfile,
    words: Mapping[UUID, Words],
    day: date,
    badge: int,
    origin: str,
) -> Message:
    """The one notification for deliveries of one instant; `words` are those of their habits.

    Its key is the person and the instant, so that it stays the same for every repeat, whichever
    members are left by then.
    """
    first, kind = members[0], kind_of(members)
    found = messages.catalogue(profile.language)
    note = (_open if profile.open_texts else _neutral)(members, found, words)
    about = words.get(first.habit_id) if first.habit_id else None
    return Message(
        str(first.id),
        f"{first.user_id}|{first.due_at}" + ("|notice" if kind == "notice" else ""),
        note.title,
        note.body,
        found.language,
        f"{origin}/#mood" if kind == "mood" else f"{origin}/",
        kind,
        str(first.habit_id) if kind == "habit" else None,
        day.isoformat(),
        _actions(kind, found, about, open_=profile.open_texts),
        badge,
    )


def kind_of(members: Sequence[Claimed]) -> str:
    """What a notification is about: notice, mood, habit, or several things."""
    if members[0].kind == "notice":
        return "notice"
    things = {member.habit_id for member in members}
    if len(things) > 1:
        return "group"
    return "mood" if None in things else "habit"


def _actions(
    kind: str, found: Catalogue, about: Words | None, *, open_: bool
) -> tuple[tuple[str, str], ...]:
    """Answers that need no window; faces alone say less than words.

    How much it was of something with an upper limit only the person can say.
    """
    if kind == "habit":
        of = about.kind if about else "yes_no"
        done, skip = ("done", found.kept if of == "avoid" else found.done), ("skip", found.skip)
        return (skip,) if of == "at_most" else (done, skip)
    if kind == "mood":
        good, low = (text if open_ else text.partition(" ")[0] for text in (found.good, found.low))
        return (("mood-4", good), ("mood-2", low))
    return ()


def _neutral(members: Sequence[Claimed], found: Catalogue, _: Mapping[UUID, Words]) -> Note:
    """A text that names nothing: the next of the bank each day."""
    if members[0].kind == "notice":
        return found.stopped
    for member in members:
        if member.kind == "scheduled":
            key = str(member.reminder_id)
            return found.reminders[rules.text_number(key, member.local_key, len(found.reminders))]
    return found.again


def _open(members: Sequence[Claimed], found: Catalogue, words: Mapping[UUID, Words]) -> Note:
    """The habit's name, the person's own words and plan; of several things their names."""
    kind, first, neutral = kind_of(members), members[0], _neutral(members, found, words)
    if kind == "group":
        return Note(neutral.title, _list(members, found, words))
    if kind == "notice":
        return neutral
    own = next((member.text for member in members if member.text), "")
    if first.habit_id is None:
        return Note(neutral.title, own or found.check_in)
    about = words.get(first.habit_id)
    if about is None:
        return neutral
    body = "\n".join(filter(None, (own, _plan(about, found))))
    return Note(about.name, _cut(body, _LONGEST_BODY) or neutral.body)


def _plan(about: Words, found: Catalogue) -> str:
    """The habit's if-then plan; empty unless it has both parts."""
    when, then = (part.strip().rstrip(",. ") for part in (about.plan_when, about.plan_then))
    return found.plan.format(when=when, then=then) if when and then else ""


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _list(members: Sequence[Claimed], found: Catalogue, words: Mapping[UUID, Words]) -> str:
    """The names of what is due, each once, short enough for a notification."""
    habits = dict.fromkeys(member.habit_id for member in members)
    listed = [words[habit].name for habit in habits if habit is not None and habit in words]
    if None in habits:
        listed.append(found.check_in)
    return _cut(", ".join(listed), _LONGEST_LIST)
