"""The way of an article: which status may follow, and who may publish it (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.articles.relevance_state import GATES

Act = Literal["submit", "return", "publish", "withdraw"]
Change = Literal[
    "created", "edited", "submitted", "returned", "published", "withdrawn", "imported",
    "restored", "starter",
]  # fmt: skip
NONE = "none"


@dataclass(frozen=True, slots=True)
class Step:
    """What an act makes of an article."""

    before: frozenset[str]
    after: str
    change: Change
    must_be_complete: bool = False


STEPS: Mapping[Act, Step] = {
    "submit": Step(frozenset({"draft", "in_review", "withdrawn"}), "in_review", "submitted", True),
    "return": Step(frozenset({"in_review"}), "draft", "returned"),
    "publish": Step(frozenset({"in_review"}), "published", "published", True),
    "withdraw": Step(frozenset({"draft", "in_review", "published"}), "withdrawn", "withdrawn"),
}


def needs_second(
    guarded: bool, admins: int, me: UUID, submitted_by: UUID | None, edited_by: UUID | None
) -> bool:
    """True when a guarded article waits for an admin other than its submitter and last editor.

    Guarded is what has a gate, or had one when readers saw it. An instance with one admin
    has nobody else to ask.
    """
    return guarded and admins >= 2 and me in (submitted_by, edited_by)


def gates_for(topic: str) -> tuple[str, ...]:
    """The gates an article on the topic may have.

    A topic with a gate keeps it: gates guard against different things, none is another one's more.
    """
    own = GATES.get(topic)
    return (own,) if own else (NONE, *sorted(set(GATES.values())))


def gate_after(topic_before: str, gate_before: str, topic: str) -> str:
    """The gate of an article whose topic changes and whose gate nobody named.

    A gate that the admins chose stays where the new topic brings none of its own.
    """
    chosen = gate_before != GATES.get(topic_before, NONE)
    allowed = gates_for(topic)
    return gate_before if chosen and gate_before in allowed else allowed[0]


def status_after_edit(status: str, gates: set[str]) -> str:
    """The status once an article is edited; `gates` holds the gate before and after.

    Readers see a gated article only as somebody reviewed it.
    """
    return "in_review" if status == "published" and gates != {NONE} else status
