"""Reason scores of the relevance rules: why a topic fits a person now, with the numbers."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from backend.articles.relevance_gates import SUPPORT, TAG_COUNTS_FROM, medicine_risk, stage
from backend.articles.relevance_state import (
    CONFIDENCE,
    DIET,
    DRUGS,
    EMOTIONS,
    ENOUGH_DAYS,
    HABITS,
    KETAMINE,
    NEUTRAL,
    PSILOCYBIN,
    SEROTONIN,
    Insight,
    State,
    knows_enough,
    mood_is_low,
)
from backend.articles.relevance_text import key
from backend.articles.relevance_words import names_diet, serotonin_classes, topic_of_tag

SEARCH = "explicit.search"
MEDICINE = "safety.medicine"
NEXT_BEST = "next_best"

_EPSILON = 1e-9
_NEIGHBOURS = {
    HABITS: (CONFIDENCE, EMOTIONS),
    EMOTIONS: (HABITS,),
    CONFIDENCE: (HABITS, EMOTIONS),
    DIET: (EMOTIONS, HABITS),
    SEROTONIN: (HABITS, EMOTIONS),
    KETAMINE: (HABITS, EMOTIONS),
    PSILOCYBIN: (HABITS, EMOTIONS),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one topic fits, with the numbers behind it; fit 0 speaks straight to it."""

    topic: str
    code: str
    score: float
    numbers: dict[str, float]
    fit: int = 0
    filler: bool = False


def reasons(state: State, wanted: tuple[str, ...]) -> list[Reason]:
    """Every reason that applies, in the order in which equal scores win for a topic."""
    if stage(state) == SUPPORT:
        return list(_support(state, wanted))
    direct = [*_safety(state, wanted), *_search(wanted)]
    if not knows_enough(state):
        return direct + list(_starter(state))
    direct += [*_insights(state), *_habits(state), *_trends(state), *_tags(state)]
    rest = _fillers(state, direct) if direct else _maintain(state)
    return [*direct, *_interests(state), *rest]


def _numbers(**values: float | None) -> dict[str, float]:
    return {name: round(value, 2) for name, value in values.items() if value is not None}


def _before(mean: float | None, delta: float | None) -> float | None:
    return None if mean is None or delta is None else mean - delta


def _support(state: State, wanted: tuple[str, ...]) -> Iterator[Reason]:
    """Calm topics only; self-confidence is a growth prompt, so it comes only when searched."""
    numbers = _numbers(crisis_button_7d=state.crisis_button_7d, phq_item9=state.phq_item9)
    for fit, topic in enumerate((EMOTIONS, HABITS)):
        yield Reason(topic, SUPPORT, 2, numbers, fit)
    if CONFIDENCE in wanted:
        yield Reason(CONFIDENCE, SUPPORT, 2, numbers)


def _safety(state: State, wanted: Collection[str]) -> Iterator[Reason]:
    if medicine_risk(state, wanted):
        classes = len(serotonin_classes(state.tracked_medicines))
        changed = state.medicine_changed_30d
        numbers = _numbers(serotonergic_medicines=classes, medicine_changed_30d=changed)
        yield Reason(SEROTONIN, MEDICINE, 11, numbers)


def _search(wanted: tuple[str, ...]) -> Iterator[Reason]:
    for fit, topic in enumerate(wanted):
        yield Reason(topic, SEARCH, 10, {"search_position": fit + 1}, fit)


def _starter(state: State) -> Iterator[Reason]:
    logged, since = state.days_logged, state.days_since_checkin
    numbers = _numbers(days_logged=logged, days_needed=ENOUGH_DAYS, days_since_checkin=since)
    for topic in NEUTRAL:
        yield Reason(topic, "starter", 1, numbers)


def _insights(state: State) -> Iterator[Reason]:
    for insight in state.supported_insights:
        numbers = _numbers(effect=insight.effect, lag_days=insight.lag)
        for fit, topic in enumerate(_insight_topics(insight)):
            yield Reason(topic, "insight.supported", 6, numbers, fit)


def _insight_topics(insight: Insight) -> tuple[str, ...]:
    by_outcome = {"anxiety": (EMOTIONS,), "confidence": (CONFIDENCE,)}
    topics = by_outcome.get(insight.outcome, () if names_diet(insight.habit) else (HABITS,))
    return (DIET, *topics) if names_diet(insight.habit) else topics


def _habits(state: State) -> Iterator[Reason]:
    now, delta = state.habit_adherence_14d, state.habit_adherence_delta_14d
    numbers = _numbers(habit_adherence_14d=now, habit_adherence_before=_before(now, delta))
    if now is not None and delta is not None and delta <= -0.2 + _EPSILON:
        yield Reason(HABITS, "habit.adherence_down", 5, numbers)
    age = state.newest_habit_age_days
    if age is not None and age <= 21:
        yield Reason(HABITS, "habit.new", 4, _numbers(newest_habit_age_days=age))
    if now is not None and now < 0.5:
        yield Reason(HABITS, "habit.adherence_low", 4, numbers)


def _trends(state: State) -> Iterator[Reason]:
    yield from _anxiety(state)
    if (sd := state.mood_sd_14d) is not None and sd >= 1.2:
        yield Reason(EMOTIONS, "trend.mood_variability", 4.5, _numbers(mood_sd_14d=sd))
    mean, delta = state.confidence_mean_14d, state.confidence_delta_14d
    if mean is not None and mean <= 2.5:
        before = _before(mean, delta)
        numbers = _numbers(confidence_mean_14d=mean, confidence_mean_before=before)
        yield Reason(CONFIDENCE, "trend.confidence_low", 4.5, numbers)
    if mood_is_low(state):
        yield _low_mood(state)


def _anxiety(state: State) -> Iterator[Reason]:
    mean, delta = state.anxiety_mean_14d, state.anxiety_delta_14d
    if mean is None or (mean < 3.5 and (delta or 0) < 0.5 - _EPSILON):
        return
    numbers = _numbers(anxiety_mean_14d=mean, anxiety_mean_before=_before(mean, delta))
    diet_first = state.tracks_diet or _strongest_tag(state, DIET) is not None
    yield Reason(EMOTIONS, "trend.anxiety_up", 4.5, numbers, fit=int(diet_first))
    yield Reason(DIET, "trend.anxiety_up", 4.5, numbers, fit=int(not diet_first))


def _low_mood(state: State) -> Reason:
    """Low mood alone scores 3; with matching tags beside it, it scores as the tags do."""
    mean, delta = state.mood_mean_14d, state.mood_delta_14d
    numbers = _numbers(mood_mean_14d=mean, mood_mean_before=_before(mean, delta))
    if (tag := _strongest_tag(state, EMOTIONS)) is None:
        return Reason(EMOTIONS, "trend.mood_low", 3, numbers)
    name, count = tag
    return Reason(EMOTIONS, "trend.mood_or_tags", 4.5, {**numbers, f"tag_{name}_14d": count})


def _tags(state: State) -> Iterator[Reason]:
    for topic in (EMOTIONS, CONFIDENCE, DIET, HABITS):
        if (tag := _strongest_tag(state, topic)) is not None:
            name, count = tag
            yield Reason(topic, f"tags.{name}", 4.5, {f"tag_{name}_14d": count})


def _strongest_tag(state: State, topic: str) -> tuple[str, int] | None:
    """The topic's most frequent tag with its count, if it came three times or more."""
    counts: Counter[str] = Counter()
    for tag, count in state.tags_14d.items():
        if topic_of_tag(tag) == topic:
            counts[key(tag)] += count
    most = min(((-count, name) for name, count in counts.items()), default=(0, ""))
    return (most[1], -most[0]) if -most[0] >= TAG_COUNTS_FROM else None


def _maintain(state: State) -> Iterator[Reason]:
    """Nothing stands out: the neutral topics, habits first while they go well."""
    adherence, mood = state.habit_adherence_14d, state.mood_mean_14d
    numbers = _numbers(
        days_logged=state.days_logged, habit_adherence_14d=adherence, mood_mean_14d=mood
    )
    for topic in NEUTRAL:
        going_well = topic == HABITS and adherence is not None and adherence >= 0.8
        yield Reason(topic, "habit.maintain" if going_well else "maintain", 1, numbers)
    yield from _chosen_treatments(state, 0.5, filler=True)


def _fillers(state: State, direct: list[Reason]) -> Iterator[Reason]:
    """Topics that go along with what stands out (score 2), then the other neutral ones (1)."""
    for reason in direct:
        for topic in _NEIGHBOURS[reason.topic]:
            yield Reason(topic, NEXT_BEST, 2, reason.numbers)
    for topic in NEUTRAL:
        yield Reason(topic, NEXT_BEST, 1, direct[0].numbers, filler=True)
    low = mood_is_low(state)
    yield from _chosen_treatments(state, 1.5 if low else 0.5, filler=not low)


def _interests(state: State) -> Iterator[Reason]:
    """What the person wants to read about comes before what only goes along with something.

    Treatments are an interest of their own, see `_chosen_treatments`.
    """
    for topic in state.interests:
        if topic in _NEIGHBOURS and topic not in DRUGS:
            yield Reason(topic, NEXT_BEST, 2, {"interest": 1})


def _chosen_treatments(state: State, score: float, *, filler: bool) -> Iterator[Reason]:
    """The drug topics of a person who chose them: always the last to be considered.

    Who tracks a serotonin-raising medicine meets them only by search, behind the caution.
    """
    if state.opt_in_treatment_topics and not serotonin_classes(state.tracked_medicines):
        numbers = _numbers(opt_in_treatment_topics=1, mood_mean_14d=state.mood_mean_14d)
        for topic in DRUGS:
            yield Reason(topic, NEXT_BEST, score, numbers, filler=filler)
