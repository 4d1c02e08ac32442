"""The numbers of trends."""

from collections.abc import Sequence

import numpy as np
import pytest

from backend.articles.rules import State
from backend.habits.rules import Schedule
from backend.trends import rules
from backend.trends.rules import Diary, Line, Practice
from tests.habits.logs import DAILY, TODAY, ago, days, log, rule

NAN = np.nan


def flat(*values: float) -> Line:
    """A line of 28 days that ends with these values; before them nothing."""
    return np.array([NAN] * (28 - len(values)) + list(values))


def practice(
    name: str, done: Sequence[int], since: int = 100, schedule: Schedule = DAILY
) -> Practice:
    """A habit that was done so many days ago."""
    return Practice(name, ago(since), schedule, days(rule(schedule, since=since), log(done)))


def diary(**changes: object) -> Diary:
    given: dict[str, object] = {
        "today": TODAY, "mood": flat(), "anxiety": flat(), "confidence": flat(),
        "practices": (), "days_logged": 0, "last_checkin": None,
    }  # fmt: skip
    return Diary(**{**given, **changes})  # type: ignore[arg-type]


def test_a_line_has_gaps_where_nothing_was_checked_in() -> None:
    values = rules.line([(ago(2), 2), (ago(2), 4), (ago(0), 5), (ago(9), 1)], ago(2), TODAY)
    np.testing.assert_array_equal(values, [3, NAN, 5])


def test_a_week_needs_four_days() -> None:
    values = np.array([1, 2, 3, NAN, 4, NAN, NAN, NAN, NAN, 5], dtype=float)
    np.testing.assert_allclose(
        rules.week_means(values), [NAN, NAN, NAN, NAN, 2.5, 2.5, 2.5, NAN, NAN, NAN]
    )


def test_a_week_ends_with_its_day() -> None:
    values = np.arange(1.0, 10.0)
    np.testing.assert_allclose(rules.week_means(values)[-2:], [5, 6])


def test_a_fortnight_is_compared_with_the_one_before() -> None:
    found = rules.fortnight(np.array([2.0] * 14 + [3.0, 4.0] * 7))
    assert (found.mean, found.delta) == (3.5, 1.5)
    assert found.sd == pytest.approx(np.std([3.0, 4.0] * 7, ddof=1))


def test_a_fortnight_of_few_days_claims_nothing() -> None:
    assert rules.fortnight(flat(1, 1, 1, 1, 1, 1)).mean is None
    found = rules.fortnight(flat(1, 1, 1, 1, 1, 1, 1))
    assert (found.mean, found.delta) == (1, None)


def test_adherence_is_done_over_scheduled_of_all_habits() -> None:
    walk = practice("Walk", range(7))
    call = practice("Call", (), schedule=Schedule(weekdays=0b1000000))  # Sundays
    assert rules.adherence_between((walk, call), ago(13), TODAY) == 7 / 16
    assert rules.adherence_between((), ago(13), TODAY) is None


def test_a_new_habit_is_asked_for_from_its_first_day() -> None:
    young = practice("Walk", (1, 0), since=1)
    assert rules.adherence_between((young,), ago(13), TODAY) == 1
    backfilled = practice("Walk", (3,), since=1)
    assert rules.adherence_between((backfilled,), ago(13), TODAY) == 1 / 3


def test_the_state_holds_what_the_diary_shows() -> None:
    habit = practice("No coffee", range(5), since=9)
    state = rules.with_trends(
        State(age=40),
        diary(
            mood=np.array([3.0] * 14 + [2.0] * 14),
            anxiety=flat(*[4.0] * 14),
            practices=(habit,),
            days_logged=28,
            last_checkin=ago(2),
        ),
    )
    assert (state.mood_mean_14d, state.mood_delta_14d, state.mood_sd_14d) == (2.0, -1.0, 0.0)
    assert (state.anxiety_mean_14d, state.anxiety_delta_14d) == (4.0, None)
    assert state.confidence_mean_14d is None
    assert (state.habit_adherence_14d, state.newest_habit_age_days) == (0.5, 9)
    assert (state.days_logged, state.days_since_checkin) == (28, 2)
    assert state.tracks_diet
    assert state.age == 40


def test_an_empty_diary_is_a_state_without_data() -> None:
    state = rules.with_trends(State(), diary())
    assert state == State(days_logged=0)


def test_a_check_in_for_tomorrow_is_no_time_travel() -> None:
    assert rules.with_trends(State(), diary(last_checkin=ago(-1))).days_since_checkin == 0
