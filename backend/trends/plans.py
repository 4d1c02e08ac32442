"""When a person's insights are looked at, and at what: fixed days, so that nobody fishes (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from backend.trends.findings import FOCUS
from backend.trends.standing import BETWEEN

Kind = Literal["habit", "factor"]
MOST_AT_ONCE = 24  # looks: what was found two years ago and lost since changes nothing today


@dataclass(frozen=True, slots=True)
class Subject:
    """A habit or a factor that a person wants to be compared with their mood."""

    kind: Kind
    id: UUID

    @property
    def key(self) -> str:
        """As it is written in a focus."""
        return f"{self.kind}:{self.id}"


def subjects(focus: Iterable[str]) -> list[Subject]:
    """The subjects that a focus names, each once; what is none is left out."""
    found: dict[str, Subject] = {}
    for text in focus:
        kind, _, id_ = text.partition(":")
        try:
            subject = Subject("habit" if kind == "habit" else "factor", UUID(id_))
        except ValueError:
            continue
        if kind in ("habit", "factor"):
            found.setdefault(subject.key, subject)
    return list(found.values())[:FOCUS]


def next_look(anchor: date, after: date) -> date:
    """The first day later than `after` that is a whole number of looks after the anchor."""
    passed = max(0, (after - anchor) // BETWEEN)
    return anchor + BETWEEN * (passed + 1)


def due(first: date, today: date) -> list[date]:
    """The looks from `first` to today, oldest first; of very many the latest 24."""
    count = max(0, (today - first) // BETWEEN + 1)
    return [first + BETWEEN * at for at in range(max(0, count - MOST_AT_ONCE), count)]


def focuses(
    looks: Sequence[date], before: Sequence[Subject], wish: Sequence[Subject]
) -> list[list[Subject]]:
    """What is looked at in each look: what a person chose since counts from the newest one.

    What they no longer want is left out of all.
    """
    still = [subject for subject in before if subject in wish]
    return [still for _ in looks[:-1]] + [list(wish) for _ in looks[-1:]]
