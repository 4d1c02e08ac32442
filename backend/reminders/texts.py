"""What a notification says: nothing about its reader, unless they let it be open (no I/O)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from backend import messages
from backend.accounts.service import ReminderProfile
from backend.messages import Catalogue, Note
from backend.push.rules import Message
from backend.reminders import rules
from backend.reminders.deliveries import Claimed

_LONGEST_LIST = 160


def compose(
    members: Sequence[Claimed],
    profile: ReminderProfile,
    names: Mapping[UUID, str],
    day: date,
    badge: int,
    origin: str,
) -> Message:
    """The one notification for deliveries of one instant; `names` are those of open habits.

    Its key is the person and the instant, so that it stays the same for every repeat, whichever
    members are left by then.
    """
    first, kind = members[0], kind_of(members)
    found = messages.catalogue(profile.language)
    note = (_open if profile.open_texts else _neutral)(members, found, names)
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
        _actions(kind, found, open_=profile.open_texts),
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


def _actions(kind: str, found: Catalogue, *, open_: bool) -> tuple[tuple[str, str], ...]:
    """Answers that need no window; faces alone say less than words."""
    if kind == "habit":
        return (("done", found.done),)
    if kind == "mood":
        good, low = (text if open_ else text.partition(" ")[0] for text in (found.good, found.low))
        return (("mood-4", good), ("mood-2", low))
    return ()


def _neutral(members: Sequence[Claimed], found: Catalogue, _: Mapping[UUID, str]) -> Note:
    """A text that names nothing: the next of the bank each day."""
    if members[0].kind == "notice":
        return found.stopped
    for member in members:
        if member.kind == "scheduled":
            key = str(member.reminder_id)
            return found.reminders[rules.text_number(key, member.local_key, len(found.reminders))]
    return found.again


def _open(members: Sequence[Claimed], found: Catalogue, names: Mapping[UUID, str]) -> Note:
    """The habit's name and the person's own words; of several things their names."""
    kind, first, neutral = kind_of(members), members[0], _neutral(members, found, names)
    if kind == "group":
        return Note(neutral.title, _list(members, found, names))
    if kind == "notice":
        return neutral
    own = next((member.text for member in members if member.text), "")
    if first.habit_id is None:
        return Note(neutral.title, own or found.check_in)
    return Note(names.get(first.habit_id, neutral.title), own or neutral.body)


def _list(members: Sequence[Claimed], found: Catalogue, names: Mapping[UUID, str]) -> str:
    """The names of what is due, each once, short enough for a notification."""
    habits = dict.fromkeys(member.habit_id for member in members)
    listed = [names[habit] for habit in habits if habit is not None and habit in names]
    if None in habits:
        listed.append(found.check_in)
    text = ", ".join(listed)
    return text if len(text) <= _LONGEST_LIST else text[: _LONGEST_LIST - 1] + "…"
