"""Hard filters of the relevance rules: what safety hides, and what it puts on screen instead."""

from collections.abc import Collection

from backend.articles.relevance_safety import is_eating_risk, speaks_of_self_harm
from backend.articles.relevance_state import (
    DIET,
    DRUGS,
    GATES,
    NEUTRAL,
    SEROTONIN,
    TOPICS,
    State,
    is_adult,
    knows_enough,
    mood_is_low,
)
from backend.articles.relevance_words import serotonin_classes

CRISIS = "crisis"
SUPPORT = "support.first"
AGE_GATE = "gate.age"
FLAG_GATE = "gate.red_flag"
TAG_COUNTS_FROM = 3
ANXIETY_HIGH = 3.5


def stage(state: State) -> str:
    """`crisis` (nothing is suggested), `support.first` (neutral topics only) or an empty string."""
    item9 = state.phq_item9 or 0
    if item9 >= 2 or state.self_harm_text or speaks_of_self_harm(state.search):
        return CRISIS
    return SUPPORT if item9 == 1 or state.crisis_button_7d else ""


def eating_risk(state: State) -> bool:
    """True when tags of restricted or skipped meals came three times or more in 14 days."""
    counts = (n for tag, n in state.tags_14d.items() if is_eating_risk(tag))
    return sum(counts) >= TAG_COUNTS_FROM


def medicine_risk(state: State, wanted: Collection[str]) -> bool:
    """True when a serotonergic medicine is tracked and changed, combined or beside a drug topic."""
    classes = serotonin_classes(state.tracked_medicines)
    drug_topic = not set(DRUGS).isdisjoint({*wanted, *state.read_14d})
    return bool(classes) and (state.medicine_changed_30d or len(classes) >= 2 or drug_topic)


def person_gate(topic: str, state: State) -> str | None:
    """Why this person must not see a topic, whatever they search or chose; None if they may."""
    if topic == DIET and ("eating_disorder" in state.red_flags or eating_risk(state)):
        return FLAG_GATE
    if topic in DRUGS and not is_adult(state):
        return AGE_GATE
    # Any flag but the eating disorder's closes the drug topics, also one this version cannot name.
    if topic in DRUGS and set(state.red_flags) - {"eating_disorder"}:
        return FLAG_GATE
    return None


def _interest_gate(topic: str, state: State, wanted: Collection[str]) -> str | None:
    if topic in wanted:
        return None
    if topic in DRUGS and not state.opt_in_treatment_topics:
        return "gate.not_chosen"
    chosen = SEROTONIN in state.interests
    if topic == SEROTONIN and not (chosen or medicine_risk(state, wanted)):
        return "gate.no_medicine"
    return None


def _dismissed(topic: str, state: State, wanted: Collection[str]) -> bool:
    # The companion of a searched drug topic is a caution, so "less like this" does not drop it.
    companion = topic == SEROTONIN and not set(DRUGS).isdisjoint(wanted)
    return topic in state.dismissed_90d and topic not in wanted and not companion


def _why_hidden(topic: str, state: State, wanted: Collection[str]) -> str | None:
    now = stage(state)
    if now == CRISIS or (now == SUPPORT and topic not in NEUTRAL):
        return now
    gate = person_gate(topic, state) or _interest_gate(topic, state, wanted)
    return gate or ("dismissed" if _dismissed(topic, state, wanted) else None)


def hidden_topics(state: State, wanted: Collection[str]) -> dict[str, str]:
    """Every topic that a hard filter takes away, with its reason."""
    return {t: why for t in TOPICS if (why := _why_hidden(t, state, wanted))}


def hidden_in_library(state: State) -> dict[str, str]:
    """The topics that the library must not list for this person, with the reason."""
    gates = {t: why for t in TOPICS if (why := person_gate(t, state))}
    now = stage(state)
    return (dict.fromkeys((DIET, *DRUGS), now) if now else {}) | gates


def closed_gates(hidden: Collection[str]) -> set[str]:
    """The gates that are closed where these topics are hidden."""
    return {gate for topic, gate in GATES.items() if topic in hidden}


def blocked_search(state: State, wanted: Collection[str]) -> str | None:
    """The gate that a search ran into, if any."""
    gates = [gate for topic in wanted if (gate := person_gate(topic, state))]
    return min(gates, default=None)


def must_show(state: State, wanted: Collection[str], shown: Collection[str]) -> list[str]:
    """The cards and lines that this state demands on screen, the weightiest first."""
    if stage(state) == CRISIS:
        return ["crisis_card", "emergency_line"]
    lines = _support_lines(state, wanted) + _gate_lines(state, wanted)
    lines += _article_lines(shown) + _trend_lines(state)
    if medicine_risk(state, wanted):
        lines.append("talk_to_prescriber_line")
    return list(dict.fromkeys(lines))


def _support_lines(state: State, wanted: Collection[str]) -> list[str]:
    young = not is_adult(state) and state.age is not None
    drug_search_blocked = any(t in DRUGS and person_gate(t, state) for t in wanted)
    needed = stage(state) == SUPPORT or drug_search_blocked or (young and mood_is_low(state))
    eating = eating_risk(state) or (DIET in wanted and person_gate(DIET, state))
    return ["support_card"] * needed + ["support_card_eating"] * bool(eating)


def _gate_lines(state: State, wanted: Collection[str]) -> list[str]:
    """What explains a gate: to who searched, and to who chose treatments and has a low mood."""
    hoped = {*wanted, *(DRUGS if state.opt_in_treatment_topics and mood_is_low(state) else ())}
    gates = {gate for topic in hoped if (gate := person_gate(topic, state))}
    explained = ["not_available_explanation"] if gates else []
    return explained + ["talk_to_clinician_line"] * (FLAG_GATE in gates)


def _article_lines(shown: Collection[str]) -> list[str]:
    lines = ["content_warning"] if {DIET, SEROTONIN, *DRUGS} & set(shown) else []
    if set(DRUGS) & set(shown):
        lines += ["evidence_note", "talk_to_clinician_line"]
    if SEROTONIN in shown:
        lines += ["talk_to_prescriber_line", "emergency_line"]
    return lines


def _trend_lines(state: State) -> list[str]:
    anxiety = state.anxiety_mean_14d
    anxious = knows_enough(state) and anxiety is not None and anxiety >= ANXIETY_HIGH
    return ["when_to_seek_help_line"] * (mood_is_low(state) or anxious)
