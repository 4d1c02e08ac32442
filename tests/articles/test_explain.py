"""Explaining the ranking of one state file."""

from pathlib import Path

import pytest

from backend.articles.explain import StateError, explain


def written(folder: Path, text: str) -> Path:
    path = folder / "state.json"
    path.write_text(text)
    return path


def test_it_ranks_the_state_of_a_file(tmp_path: Path) -> None:
    ranking = explain(written(tmp_path, '{"age": 30, "days_logged": 2}'))
    assert ranking["reason"] == "starter"
    assert ranking["shown"][0]["topic"] == "habits"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not a valid state"),
        ("[]", "expected one JSON object"),
        ("\x00", "not a valid state"),
        ('{"mood": 3}', "unknown field: mood"),
        ('{"age": "34"}', "age"),
        ('{"age": 34.5}', "age"),
        ('{"opt_in_treatment_topics": 1}', "opt_in_treatment_topics"),
        ('{"mood_mean_14d": NaN}', "not a valid state"),
        ('{"mood_mean_14d": 9}', "mood_mean_14d must be between 1 and 5"),
        ('{"days_logged": -1}', "days_logged must be between"),
        ('{"tags_14d": {"caffeine": -1}}', "negative"),
        ('{"red_flags": "bipolar"}', "red_flags"),
        ('{"supported_insights": [{"habit": "a", "outcome": "mood", "p": 1}]}', "insights.p"),
        ("[" * 100_000, "not a valid state"),
        ('{"search": "%s"}' % ("word " * 500), "search must be at most 2000 characters"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(StateError, match=message):
        explain(written(tmp_path, text))


def test_it_says_that_a_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="cannot read"):
        explain(tmp_path / "none.json")
