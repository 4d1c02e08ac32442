"""What the relevance rules hold for every state whatever."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.articles.relevance_state import (
    DIET,
    DRUGS,
    NEUTRAL,
    SEROTONIN,
    TOPICS,
    Insight,
    State,
)
from backend.articles.rules import (
    Ranking,
    hidden_in_library,
    relevance,
    searched_topics,
    stage,
)


def topics(ranking: Ranking) -> list[str]:
    return [item["topic"] for item in ranking["shown"]]


WORDS = ["ketamine", "shrooms", "ssri", "diet", "anxiety", "confidence", "habits", "suicide", "xyz"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
means = st.none() | st.floats(1, 5)
deltas = st.none() | st.floats(-4, 4)
some_topics = st.lists(st.sampled_from(TOPICS), max_size=7, unique=True).map(tuple)
CLOSING = {"psychosis", "bipolar", "in_recovery", "pregnant"}
flags = st.sampled_from([*sorted(CLOSING), "eating_disorder", "one_of_a_later_version"])
medicines = st.sampled_from(["ssri", "maoi", "triptan", "opioid", "stimulant", "other"])
tags = st.sampled_from(["caffeine", "argument", "shame", "restricting", "skipped_meal", "walk"])
insights = st.builds(
    Insight,
    habit=st.sampled_from(["caffeine", "walk"]),
    outcome=st.sampled_from(["mood", "anxiety", "confidence"]),
    effect=st.floats(-2, 2),
)
states = st.builds(
    State,
    age=st.none() | st.integers(10, 90),
    opt_in_treatment_topics=st.booleans(),
    tracked_medicines=st.lists(medicines, max_size=3).map(tuple),
    medicine_changed_30d=st.booleans(),
    red_flags=st.just(()) | st.lists(flags, max_size=3).map(tuple),
    days_logged=st.sampled_from([0, 13, 14, 200]),
    days_since_checkin=st.sampled_from([None, 0, 29, 30]),
    mood_mean_14d=means,
    mood_delta_14d=deltas,
    mood_sd_14d=st.none() | st.floats(0, 2),
    anxiety_mean_14d=means,
    anxiety_delta_14d=deltas,
    confidence_mean_14d=means,
    confidence_delta_14d=deltas,
    habit_adherence_14d=st.none() | st.floats(0, 1),
    habit_adherence_delta_14d=st.none() | st.floats(-1, 1),
    newest_habit_age_days=st.none() | st.integers(0, 60),
    tracks_diet=st.booleans(),
    tags_14d=st.dictionaries(tags, st.integers(0, 14)),
    supported_insights=st.lists(insights, max_size=2).map(tuple),
    phq_item9=st.sampled_from([None, None, None, 0, 1, 2, 3]),
    self_harm_text=st.sampled_from([False, False, False, True]),
    crisis_button_7d=st.sampled_from([False, False, False, True]),
    search=st.none() | words | st.text(max_size=30),
    read_14d=some_topics,
    dismissed_90d=some_topics,
    interests=some_topics,
)
CODES = {
    "safety.medicine",
    "explicit.search",
    "insight.supported",
    "habit.adherence_down",
    "habit.adherence_low",
    "habit.new",
    "habit.maintain",
    "trend.anxiety_up",
    "trend.mood_low",
    "trend.mood_variability",
    "trend.mood_or_tags",
    "trend.confidence_low",
    "starter",
    "maintain",
    "next_best",
    "nothing_new",
    "support.first",
}


def as_somebody_who_may(state: State) -> State:
    """The state with nothing that closes a drug topic."""
    calm = replace(state, phq_item9=None, self_harm_text=False, crisis_button_7d=False)
    return replace(calm, age=40, red_flags=())


drug_words = st.sampled_from(["ketamine", "shrooms", "psilocybin and diet", "esketamine"])
may = st.builds(
    lambda state, search: replace(as_somebody_who_may(state), search=search),
    states,
    st.none() | drug_words,
)


@given(may, drug_words)
def test_an_adult_who_searches_a_drug_topic_finds_it(state: State, search: str) -> None:
    assert set(topics(relevance(replace(state, search=search)))) & set(DRUGS)


@given(may, st.none() | st.integers(0, 17))
def test_no_drug_topic_for_a_minor_or_an_unknown_age(state: State, age: int | None) -> None:
    young = replace(state, age=age)
    assert not set(topics(relevance(young))) & set(DRUGS)
    assert set(DRUGS) <= set(hidden_in_library(young))


@given(may, st.lists(flags.filter(lambda flag: flag != "eating_disorder"), min_size=1))
def test_no_drug_topic_for_a_red_flag(state: State, closing: list[str]) -> None:
    flagged = replace(state, red_flags=tuple(closing))
    assert not set(topics(relevance(flagged))) & set(DRUGS)
    assert set(DRUGS) <= set(hidden_in_library(flagged))


@given(may, st.floats(1, 5), st.text())
def test_no_drug_topic_for_a_mood_alone(state: State, mood: float, search: str) -> None:
    asked = replace(state, opt_in_treatment_topics=False, mood_mean_14d=mood, search=search)
    named = set(searched_topics(search))
    assert set(topics(relevance(asked))) & set(DRUGS) <= named


signs: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{"phq_item9": 1}, {"phq_item9": 3}, {"self_harm_text": True}, {"crisis_button_7d": True}]
)


@given(may, signs)
def test_no_drug_topic_in_a_hard_time(state: State, sign: dict[str, Any]) -> None:
    shown = topics(relevance(replace(state, **sign)))
    assert not set(shown) & {DIET, SEROTONIN, *DRUGS}


@given(may)
def test_a_drug_topic_comes_only_where_its_companion_is(state: State) -> None:
    reviewed = {topic: date(2026, 3, 1) for topic in TOPICS if topic != SEROTONIN}
    assert not set(topics(relevance(state, reviewed))) & set(DRUGS)


@given(states | may)
def test_at_most_one_drug_topic_and_never_first_unless_searched(state: State) -> None:
    ranking = relevance(state)
    drugs = [item for item in ranking["shown"] if item["topic"] in DRUGS]
    assert len(drugs) <= 1
    if drugs and drugs[0]["reason"] != "explicit.search":
        assert ranking["shown"][0] is not drugs[0]
    if drugs and "serotonin_syndrome" in topics(ranking):
        assert topics(ranking).index("serotonin_syndrome") < ranking["shown"].index(drugs[0])
    if drugs and {"ssri", "maoi", "triptan"} & set(state.tracked_medicines):
        assert "serotonin_syndrome" in topics(ranking)


@given(states)
def test_crisis_shows_nothing_and_support_only_neutral_topics(state: State) -> None:
    ranking = relevance(state)
    item9 = state.phq_item9 or 0
    if item9 >= 2 or state.self_harm_text or "suicide" in (state.search or ""):
        assert ranking["shown"] == []
        assert "crisis_card" in ranking["must_show"]
    elif item9 == 1 or state.crisis_button_7d:
        assert set(topics(ranking)) <= set(NEUTRAL)
        assert {item["reason"] for item in ranking["shown"]} <= {"support.first"}
        assert {"support_card", "crisis_card"} & set(ranking["must_show"])


@given(states)
def test_a_hard_time_closes_food_and_drugs_in_the_library_too(state: State) -> None:
    if stage(state):
        assert {DIET, *DRUGS} <= set(hidden_in_library(state))


@given(states | may)
def test_every_drug_topic_brings_its_warning_and_its_evidence(state: State) -> None:
    ranking = relevance(state)
    if set(topics(ranking)) & set(DRUGS):
        lines = {"content_warning", "evidence_note", "talk_to_clinician_line"}
        assert lines <= set(ranking["must_show"])


def strong(state: State) -> list[float]:
    return [item["score"] for item in relevance(state)["shown"] if item["score"] > 2]


@given(states)
def test_what_interests_a_person_beats_no_reason(state: State) -> None:
    unread = replace(state, read_14d=())
    assert strong(unread) == strong(replace(unread, interests=()))


@given(states)
def test_before_enough_days_no_trend_is_claimed(state: State) -> None:
    since = state.days_since_checkin
    if state.days_logged < 14 or since is None or since >= 30:
        for item in relevance(state)["shown"]:
            assert not item["reason"].startswith(("trend.", "tags.", "habit.", "insight."))


@given(states)
def test_every_shown_topic_has_a_stable_code_and_numbers(state: State) -> None:
    ranking = relevance(state)
    for item in ranking["shown"]:
        assert item["reason"] in CODES or item["reason"].startswith("tags.")
        assert item["numbers"]
    assert len(ranking["shown"]) <= 3
    assert set(ranking["hidden"]) | set(topics(ranking)) == set(TOPICS)
    assert not set(ranking["hidden"]) & set(topics(ranking))


@given(states)
def test_food_stays_away_from_eating_disorders_and_dismissed_topics_stay_away(
    state: State,
) -> None:
    shown = topics(relevance(state))
    risk = state.tags_14d.get("restricting", 0) + state.tags_14d.get("skipped_meal", 0)
    if "eating_disorder" in state.red_flags or risk >= 3:
        assert "diet_anxiety" not in shown
    if state.search is None:
        assert not set(shown) & set(state.dismissed_90d)


@given(states)
def test_read_topics_come_after_unread_ones(state: State) -> None:
    if state.search is None:
        read = [t in state.read_14d for t in topics(relevance(state))]
        assert read == sorted(read)
