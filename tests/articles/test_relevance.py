"""The relevance rules: what each rule does."""

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.articles.explain import parse
from backend.articles.relevance_state import DRUGS, NEUTRAL, State
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


def test_an_interest_in_a_treatment_says_which_one_and_no_more() -> None:
    chosen = {"opt_in_treatment_topics": True, "interests": ("psilocybin",)}
    assert topics(rank(**chosen)) == ["habits", "emotional_control", "self_confidence"]
    assert topics(rank(**chosen, **LOW_MOOD))[2] == "psilocybin"
