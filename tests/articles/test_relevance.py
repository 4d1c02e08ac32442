"""The relevance rules: what each rule does, and what no state may ever do."""

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.articles.explain import parse
from backend.articles.relevance_state import DRUGS, NEUTRAL, TOPICS, Insight, State
from backend.articles.rules import Ranking, relevance, topic_of_tag

STEADY = State(
    age=41,
    days_logged=90,
    days_since_checkin=0,
    mood_mean_14d=3.6,
    mood_delta_14d=0.1,
    mood_sd_14d=0.6,
    anxiety_mean_14d=2.1,
    anxiety_delta_14d=0.0,
    confidence_mean_14d=3.5,
    confidence_delta_14d=0.0,
    habit_adherence_14d=0.65,
    habit_adherence_delta_14d=0.0,
    newest_habit_age_days=120,
)
LOW_MOOD = {"mood_mean_14d": 2.1, "mood_delta_14d": -0.6}
ANXIOUS = {"anxiety_mean_14d": 3.8, "anxiety_delta_14d": 0.9}
UNSURE = {"confidence_mean_14d": 2.2, "confidence_delta_14d": -0.4}
DOWN = {"habit_adherence_14d": 0.55, "habit_adherence_delta_14d": -0.25}
BASE = {name: value for name, value in asdict(STEADY).items() if value is not None}


def rank(**changes: Any) -> Ranking:
    return relevance(replace(STEADY, **changes))


def topics(ranking: Ranking) -> list[str]:
    return [item["topic"] for item in ranking["shown"]]


@pytest.mark.parametrize("case", json.loads((Path(__file__).parent / "states.json").read_text()))
def test_each_rule_on_a_labelled_state(case: dict[str, Any]) -> None:
    ranking = relevance(parse(json.dumps(BASE | case["state"]).encode()))
    assert ranking["reason"] == case["reason"], case["name"]
    assert topics(ranking)[: len(case["first"])] == case["first"], case["name"]
    assert not set(topics(ranking)) & set(case.get("never", ())), case["name"]
    assert set(case.get("lines", ())) <= set(ranking["must_show"]), case["name"]


def test_the_numbers_behind_a_trend_are_the_mean_and_the_one_before() -> None:
    assert rank(**ANXIOUS)["shown"][0] == {
        "topic": "emotional_control",
        "reason": "trend.anxiety_up",
        "score": 4.5,
        "numbers": {"anxiety_mean_14d": 3.8, "anxiety_mean_before": 2.9},
    }


def test_thresholds_count_from_their_exact_value() -> None:
    assert rank(anxiety_delta_14d=0.5)["reason"] == "trend.anxiety_up"
    assert rank(anxiety_delta_14d=0.49)["reason"] == "maintain"
    assert rank(anxiety_mean_14d=3.5)["reason"] == "trend.anxiety_up"
    assert rank(mood_mean_14d=2.5)["reason"] == "trend.mood_low"
    assert rank(mood_sd_14d=1.2)["reason"] == "trend.mood_variability"
    assert rank(confidence_mean_14d=2.5)["reason"] == "trend.confidence_low"
    assert rank(habit_adherence_14d=0.5)["reason"] == "maintain"
    assert rank(habit_adherence_14d=0.49)["reason"] == "habit.adherence_low"
    assert rank(habit_adherence_14d=0.9 - 0.2, habit_adherence_delta_14d=0.7 - 0.9)["reason"] == (
        "habit.adherence_down"
    )
    assert rank(newest_habit_age_days=21)["reason"] == "habit.new"
    assert rank(newest_habit_age_days=22)["reason"] == "maintain"
    assert rank(tags_14d={"argument": 3})["reason"] == "tags.argument"
    assert rank(tags_14d={"argument": 2})["reason"] == "maintain"


def test_the_starter_set_stands_until_the_fourteenth_day() -> None:
    assert rank(**ANXIOUS, days_logged=13)["reason"] == "starter"
    assert rank(**ANXIOUS, days_logged=14)["reason"] == "trend.anxiety_up"
    assert rank(**ANXIOUS, days_since_checkin=30)["reason"] == "starter"
    assert rank(**ANXIOUS, days_since_checkin=29)["reason"] == "trend.anxiety_up"


@pytest.mark.parametrize(
    ("search", "topic"),
    [
        ("Shrooms", "psilocybin"),
        ("magic mushrooms?", "psilocybin"),
        ("Zauberpilze", "psilocybin"),
        ("psylocybin", "psilocybin"),
        ("special k", "ketamine_therapy"),
        ("Esketamin", "ketamine_therapy"),
        ("ketamime", "ketamine_therapy"),
        ("SSRIs", "serotonin_syndrome"),
        ("St. John's wort", "serotonin_syndrome"),
        ("keto", "diet_anxiety"),
        ("Ernährung", "diet_anxiety"),
        ("feeling angry", "emotional_control"),
        ("Selbstvertrauen", "self_confidence"),
        ("self-esteem", "self_confidence"),
        ("Gewohnheiten", "habits"),
    ],
)
def test_a_search_finds_its_topic_by_other_words(search: str, topic: str) -> None:
    ranking = rank(search=search)
    assert (topics(ranking)[0], ranking["reason"]) == (topic, "explicit.search")


@pytest.mark.parametrize("search", ["mushroom soup", "vitamin k", "blanket", "mutter", "xyz", ""])
def test_other_words_open_no_drug_topic(search: str) -> None:
    assert not set(topics(rank(search=search))) & set(DRUGS)


@pytest.mark.parametrize(
    ("tag", "topic"),
    [
        ("Late caffeine", "diet_anxiety"),
        ("no caffeine", None),
        ("no motivation", "habits"),
        ("energy-drink", "diet_anxiety"),
        ("Arguing", "emotional_control"),
        ("social anxiety", "self_confidence"),
        ("self criticism", "self_confidence"),
        ("procrastinated", "habits"),
        ("calm", None),
        ("skipped_meal", None),
        ("friends", None),
    ],
)
def test_a_tag_speaks_for_a_topic(tag: str, topic: str | None) -> None:
    assert topic_of_tag(tag) == topic


def test_a_search_names_two_drug_topics_and_one_is_shown() -> None:
    ranking = rank(search="psilocybin or ketamine", opt_in_treatment_topics=True)
    assert [t for t in topics(ranking) if t in DRUGS] == ["psilocybin"]
    assert ranking["hidden"]["ketamine_therapy"] == "ranked_lower"


def test_ties_go_to_the_newest_review() -> None:
    reviewed = dict.fromkeys(NEUTRAL, date(2026, 3, 1)) | {"self_confidence": date(2026, 11, 1)}
    state = replace(STEADY, days_logged=2)
    assert topics(relevance(state, reviewed))[0] == "self_confidence"


def test_a_topic_without_an_article_is_not_shown() -> None:
    ranking = relevance(STEADY, {"emotional_control": date(2026, 3, 1)})
    assert topics(ranking) == ["emotional_control"]
    assert ranking["hidden"]["habits"] == "no_article"


words = st.sampled_from(
    ["ketamine", "shrooms", "ssri", "diet", "anxiety", "confidence", "habits", "suicide", "xyz"]
)
means = st.none() | st.floats(1, 5)
deltas = st.none() | st.floats(-4, 4)
some_topics = st.lists(st.sampled_from(TOPICS), max_size=7, unique=True).map(tuple)
flags = st.sampled_from(["psychosis", "bipolar", "in_recovery", "pregnant", "eating_disorder"])
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
    red_flags=st.lists(flags, max_size=1).map(tuple),
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
    search=st.none() | st.lists(words, min_size=1, max_size=2).map(" ".join),
    read_14d=some_topics,
    dismissed_90d=some_topics,
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


@given(states)
def test_no_drug_topic_for_minors_flags_or_low_mood_alone(state: State) -> None:
    shown = [t for t in topics(relevance(state)) if t in DRUGS]
    if shown:
        assert state.age is not None
        assert state.age >= 18
        assert not set(state.red_flags) - {"eating_disorder"}
        assert state.opt_in_treatment_topics or state.search


@given(states)
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
        assert "support_card" in ranking["must_show"]


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
