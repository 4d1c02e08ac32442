"""Which articles fit a person now: hard filters, then reason scores, then the top three.

Pure: a state in, a ranked list with reasons out. Ties go to the unread topic, then to a
chosen interest, then the newest review. Clicks never raise a score.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from backend.articles.relevance_gates import (
    CRISIS,
    SUPPORT,
    blocked_search,
    closed_gates,
    hidden_in_library,
    hidden_topics,
    must_show,
    stage,
)
from backend.articles.relevance_reasons import MEDICINE, SEARCH, Reason, reasons
from backend.articles.relevance_state import (
    DRUGS,
    ENOUGH_DAYS,
    GATES,
    SEROTONIN,
    TOPICS,
    Insight,
    State,
    knows_enough,
)
from backend.articles.relevance_words import (
    begun_topics,
    names_diet,
    searched_topics,
    topic_of_tag,
)

__all__ = [
    "CRISIS", "DRUGS", "ENOUGH_DAYS", "GATES", "SEROTONIN", "SUPPORT", "TOPICS", "Insight",
    "Ranking", "State", "begun_topics", "closed_gates", "hidden_in_library", "hidden_topics",
    "knows_enough", "must_show", "names_diet", "relevance", "searched_topics", "stage",
    "topic_of_tag",
]  # fmt: skip

RULE_SET = "2026-11-2"
NOTHING_NEW = "nothing_new"
SHOWN_AT_MOST = 3


class Shown(TypedDict):
    """One suggested topic with its reason code, score and the numbers behind it."""

    topic: str
    reason: str
    score: float
    numbers: dict[str, float]


class Ranking(TypedDict):
    """Up to three topics, the code of the first (or of the gate), lines to show, topics hidden."""

    shown: list[Shown]
    reason: str
    must_show: list[str]
    hidden: dict[str, str]


def relevance(state: State, reviewed: Mapping[str, date] | None = None) -> Ranking:
    """The ranking for a state; `reviewed` holds the topics with an article and their newest review.

    Without `reviewed` every topic counts as having one.
    """
    wanted = searched_topics(state.search)
    hidden = _without_article(reviewed) | hidden_topics(state, wanted)
    best = _best_reasons(state, hidden, tuple(t for t in wanted if t not in hidden))
    picked = _safe(_pick(best, state, reviewed or {}))
    shown = [_shown(reason, _read_only(picked, state)) for reason in picked]
    topics = [item["topic"] for item in shown]
    return {
        "shown": shown,
        "reason": _first_code(state, wanted, shown),
        "must_show": must_show(state, wanted, topics),
        "hidden": hidden | _not_picked(best, hidden, topics),
    }


def _without_article(reviewed: Mapping[str, date] | None) -> dict[str, str]:
    if reviewed is None:
        return {}
    # A drug topic never comes without what accompanies it.
    alone = DRUGS if SEROTONIN not in reviewed else ()
    missing = (t for t in TOPICS if t not in reviewed)
    return dict.fromkeys(alone, "no_companion") | dict.fromkeys(missing, "no_article")


def _best_reasons(
    state: State, hidden: Mapping[str, str], wanted: tuple[str, ...]
) -> dict[str, Reason]:
    best: dict[str, Reason] = {}
    if stage(state) == CRISIS:
        return best
    for reason in reasons(state, wanted):
        known = best.get(reason.topic)
        if reason.topic not in hidden and (known is None or reason.score > known.score):
            best[reason.topic] = reason
    return best


def _pick(best: Mapping[str, Reason], state: State, reviewed: Mapping[str, date]) -> list[Reason]:
    """The three that fit best, at most one drug topic; the read ones last."""

    def rank(reason: Reason) -> tuple[bool, float, int, bool, int, int]:
        day = reviewed.get(reason.topic, date.min).toordinal()
        read, chosen = _counts_as_read(reason, best, state), reason.topic in state.interests
        place = TOPICS.index(reason.topic)
        return (read, -reason.score, reason.fit, not chosen, -day, place)

    ranked = sorted(best.values(), key=lambda reason: (reason.filler, rank(reason)))
    drugs = [reason for reason in ranked if reason.topic in DRUGS]
    ranked = [reason for reason in ranked if reason not in drugs[1:]]
    return sorted(ranked[:SHOWN_AT_MOST], key=rank)


def _counts_as_read(reason: Reason, best: Mapping[str, Reason], state: State) -> bool:
    """Read in the last 14 days, unless searched for or the caution before a searched drug topic."""
    if reason.topic not in state.read_14d or reason.code == SEARCH:
        return False
    drug_searched = any(best[t].code == SEARCH for t in DRUGS if t in best)
    return not (reason.code == MEDICINE and drug_searched)


def _safe(picked: list[Reason]) -> list[Reason]:
    """The list with no drug topic first unless searched, and serotonin syndrome before it."""
    drug = next((reason for reason in picked if reason.topic in DRUGS), None)
    if drug is None:
        return picked
    if drug.code != SEARCH and picked[0] is drug:
        return picked[1:]
    cautions = [reason for reason in picked if reason.topic == SEROTONIN]
    others = [reason for reason in picked if reason.topic != SEROTONIN]
    place = min(picked.index(reason) for reason in [drug, *cautions])
    return [*others[:place], *cautions, *others[place:]]


def _read_only(picked: list[Reason], state: State) -> bool:
    """True when only topics read lately are left, and not for a search or for safety."""
    kept = {SEARCH, MEDICINE, SUPPORT}
    return all(r.topic in state.read_14d and r.code not in kept for r in picked)


def _shown(reason: Reason, read_only: bool) -> Shown:
    code = NOTHING_NEW if read_only else reason.code
    return {
        "topic": reason.topic,
        "reason": code,
        "score": reason.score,
        "numbers": dict(reason.numbers),
    }


def _first_code(state: State, wanted: tuple[str, ...], shown: list[Shown]) -> str:
    if now := stage(state):
        return now
    gate = blocked_search(state, wanted)
    return gate or (shown[0]["reason"] if shown else NOTHING_NEW)


def _not_picked(
    best: Mapping[str, Reason], hidden: Mapping[str, str], topics: list[str]
) -> dict[str, str]:
    rest = (t for t in TOPICS if t not in topics and t not in hidden)
    return {t: "ranked_lower" if t in best else "no_reason" for t in rest}
