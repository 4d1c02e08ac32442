"""Which days a regression uses, and what it knows of them."""

import numpy as np
import pytest

from backend.trends import designs
from backend.trends.designs import Pair, calendar, pair
from tests.trends.series import diary, habit, moods

pytestmark = pytest.mark.filterwarnings("error")
NAN = np.nan
MOOD = np.array([1.0, 2, 3, 4, 5, NAN, 2])
HABIT = np.array([0.0, 1, 0, 1, NAN, 1, 1])


def rows(design: designs.Design) -> list[list[float]]:
    """Response, regressor and what follows the calendar."""
    own = design.controls[:, calendar(7, 0).shape[1] :]
    found: list[list[float]] = np.column_stack([design.response, design.regressor, own]).tolist()
    return found


def test_the_same_day_knows_yesterdays_habit_and_mood() -> None:
    assert rows(designs.same_day(Pair(MOOD, HABIT, 0))) == [
        [2, 1, 0, 1], [3, 0, 1, 2], [4, 1, 0, 3],
    ]  # fmt: skip


def test_the_day_after_knows_its_own_habit_too() -> None:
    assert rows(designs.day_after(Pair(MOOD, HABIT, 0))) == [[3, 1, 0, 0, 1], [4, 0, 1, 1, 2]]


def test_mood_first_looks_at_the_habit_after_a_mood() -> None:
    assert rows(designs.mood_first(Pair(MOOD, HABIT, 0))) == [
        [0, 2, 1, 1], [1, 3, 0, 2],
    ]  # fmt: skip


@pytest.mark.parametrize(("make", "first"), [(designs.same_day, 1), (designs.day_after, 2)])
def test_the_calendar_is_that_of_the_mood(make: designs.Maker, first: int) -> None:
    days = Pair(moods(90, 1), habit(90, 1), 3)
    width = calendar(90, 3).shape[1]
    np.testing.assert_array_equal(make(days).controls[:, :width], calendar(90, 3)[first:])


def test_a_calendar_holds_weekdays_a_line_and_slow_waves() -> None:
    columns = calendar(100, 5)
    assert columns.shape == (100, 1 + 6 + 1 + 2)
    np.testing.assert_array_equal(np.flatnonzero(columns[:14, 6]), [1, 8])  # day 0 is a Saturday
    np.testing.assert_array_equal(columns[2, 1:7], np.zeros(6))
    np.testing.assert_allclose(np.diff(columns[:, 7]), 0.01)
    at = np.arange(100) + 0.5
    np.testing.assert_allclose(columns[:, 8], np.cos(np.pi * 2 * at / 100), atol=1e-12)
    np.testing.assert_allclose(columns[:, 9], np.cos(np.pi * 3 * at / 100), atol=1e-12)


def test_a_calendar_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        calendar(70, 0)[0, 0] = 2


def test_a_pair_reaches_from_the_first_to_the_last_day_that_both_know() -> None:
    mood = np.array([3, NAN, 4, 5, NAN, 2, 1, 1.0])
    done = np.array([NAN, 1, 1, NAN, 0, 0, NAN, NAN])
    found = pair(mood, done, 6)
    np.testing.assert_array_equal(found.mood, [4, 5, NAN, 2])
    np.testing.assert_array_equal(found.habit, [1, NAN, 0, 0])
    assert found.weekday == 1


@pytest.mark.parametrize("make", [designs.same_day, designs.day_after, designs.mood_first])
@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_hardly_any_days_make_hardly_any_rows(make: designs.Maker, days: int) -> None:
    found = make(pair(moods(days, 1), habit(days, 1), 0))
    assert len(found.response) == max(0, days - (1 if make is designs.same_day else 2))


def test_a_habit_of_mondays_only_has_no_two_days_in_a_row() -> None:
    mondays = np.where(np.arange(180) % 7 == 0, habit(180, 1), NAN)
    assert len(designs.same_day(pair(moods(180, 1), mondays, 0)).response) == 0


def test_a_workday_habit_needs_no_sundays() -> None:
    workdays = np.where(np.arange(280) % 7 < 5, habit(280, 1), NAN)
    found = designs.same_day(pair(moods(280, 1), workdays, 0))
    fitted = found.fit()
    assert fitted
    assert fitted.rows == 160
    # Constant, Wednesday to Friday, line, 6 waves, 2 lags and the habit itself.
    assert fitted.freedom == 160 - (1 + 3 + 1 + 6 + 2 + 1)


def test_an_effect_is_found_where_it_is() -> None:
    days = diary(400, 3, effect=0.8)
    same, after = designs.same_day(days).fit(), designs.day_after(days).fit()
    assert same
    assert after
    assert same.interval()[0] < 0.8 < same.interval()[1]
    assert after.p > 0.05
