"""Strength against the published figures of Loop Habit Tracker, and how long it takes."""

import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.habits import rules, strength
from backend.habits.rules import Schedule
from tests.habits.logs import ago, days, log, rule

DAILY = [
    0.655747, 0.636894, 0.617008, 0.596033, 0.573910, 0.550574, 0.525961, 0.500000, 0.472617,
    0.443734, 0.413270, 0.381137, 0.347244, 0.311495, 0.273788, 0.234017, 0.192067, 0.147820,
    0.101149, 0.051922, 0.0,
]  # fmt: skip
WITH_SKIPS = [
    0.596033, 0.573910, 0.550574, 0.525961, 0.500000, 0.472617, 0.472617, 0.443734, 0.413270,
    0.381137, 0.347244, 0.347244, 0.347244, 0.311495,
]  # fmt: skip


def backwards(
    done: Sequence[int], of: int, times: int = 1, span: int = 1, skipped: Sequence[int] = ()
) -> list[float]:
    """Strengths from today backwards when it was done so many days ago."""
    offsets = np.arange(of)[::-1]
    found = strength.of_done(np.isin(offsets, done), np.isin(offsets, skipped), times, span)
    return [float(value) for value in found[::-1]]


def measured(
    values: Sequence[float], span: int = 1, *, target: float, at_most: bool = False
) -> list[float]:
    """Strengths, oldest first, of amounts that are given oldest first."""
    rest = np.zeros(len(values), bool)
    found = strength.of_amounts(np.array(values), rest, 1, span, target=target, at_most=at_most)
    return [float(value) for value in found]


def close(expected: float | list[float]) -> object:
    return pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("times", "span", "before", "value", "after"),
    [
        (1, 1, 0, 1, 0.051922), (1, 1, 0.5, 1, 0.525961), (1, 1, 0.75, 1, 0.762981),
        (1, 1, 0.5, 0, 0.474039),
        (1, 3, 0, 1, 0.030314), (1, 3, 0.5, 1, 0.515157), (1, 3, 0.75, 0, 0.727263),
    ],
)  # fmt: skip
def test_one_step(times: int, span: int, before: float, value: float, after: float) -> None:
    keep = strength.kept(times / span)
    assert strength.smoothed(np.array([value]), keep, before)[0] == close(after)


def test_twenty_days_in_a_row() -> None:
    assert backwards(range(20), 21) == close(DAILY)


def test_as_often_as_there_are_days_is_daily() -> None:
    assert backwards(range(20), 21, 7, 7) == close(DAILY)


def test_a_skipped_day_changes_nothing() -> None:
    assert backwards(range(20), 21, skipped=(5, 10, 11))[:14] == close(WITH_SKIPS)


def test_half_life_of_a_daily_habit_is_thirteen_days() -> None:
    found = backwards(range(13, 513), 513)
    assert found[0] == close(found[13] / 2)


def test_two_days_daily_and_every_other_day() -> None:
    assert backwards((0, 1), 2)[0] == close(0.101149)
    assert backwards((0, 1), 2, 1, 2)[0] == close(0.054816)


def test_at_least_two_a_day_is_like_a_daily_habit() -> None:
    assert measured([0, *[2.0] * 20], target=2)[::-1] == close(DAILY)
    assert measured([0, *[3.0] * 20], target=2)[::-1] == close(DAILY)


def test_half_of_what_is_wanted_ends_at_half() -> None:
    assert measured([1.0] * 500, target=2)[-1] == close(0.5)


def test_without_a_target_every_day_is_enough() -> None:
    assert measured([0.0], target=0)[0] == close(0.051922)


def test_at_most_begins_full_and_sinks_with_what_is_over() -> None:
    assert measured([0.0, 2.0], target=2, at_most=True) == close([1, 1])
    assert measured([3.0], target=2, at_most=True)[0] == close(1 - 0.051922 / 2)
    assert measured([9.0], target=2, at_most=True)[0] == close(1 - 0.051922)
    assert measured([0.0], target=0, at_most=True)[0] == close(1)
    assert measured([0.1], target=0, at_most=True)[0] == close(1 - 0.051922)


def test_measured_sums_run_over_the_days_of_the_schedule() -> None:
    keep = strength.kept(1 / 3)
    assert measured([1, 1, 1, 0], 3, target=3) == close(plain([1 / 3, 2 / 3, 1, 2 / 3], keep, 0.0))


def plain(values: Sequence[float], keep: float, start: float) -> list[float]:
    """The recurrence as it is written down."""
    found = []
    for value in values:
        start = keep * start + (1 - keep) * value
        found.append(start)
    return found


@given(
    st.lists(st.floats(0, 1), max_size=500), st.sampled_from([1, 1 / 3, 5 / 7, 1 / 365, 1 / 30]),
    st.floats(0, 1),
)  # fmt: skip
def test_blocks_give_what_the_plain_loop_gives(
    values: list[float], frequency: float, start: float
) -> None:
    keep = strength.kept(frequency)
    found = strength.smoothed(np.array(values), keep, start)
    np.testing.assert_allclose(found, plain(values, keep, start), rtol=0, atol=1e-12)


Day = st.sampled_from(["done", "not", "skipped"])


@given(st.lists(Day, max_size=300), st.integers(1, 10), st.integers(1, 40))
def test_the_whole_score_is_that_of_the_plain_loop(
    history: list[str], times: int, span: int
) -> None:
    times = min(times, span)
    done, rest = ([day == word for day in history] for word in ("done", "skipped"))
    n, d = (1, 1) if times == span else (2 * times, 2 * span)
    keep, score, expected = strength.kept(times / span), 0.0, []
    for at, skipped in enumerate(rest):
        recent = sum(done[max(at - d + 1, 0) : at + 1])
        score = score if skipped else keep * score + (1 - keep) * min(1.0, recent / n)
        expected.append(score)
    found = strength.of_done(np.array(done, bool), np.array(rest, bool), times, span)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


def test_chosen_weekdays_reach_full_strength() -> None:
    chosen = rule(Schedule(weekdays=0b0010101), since=1200)
    done = [day for day in range(1200) if rules.is_due(chosen.schedule, ago(day))]
    assert rules.strengths(chosen, days(chosen, log(done)))[-1] == pytest.approx(1, abs=1e-3)


def test_a_target_is_a_days_also_of_a_weekly_habit() -> None:
    chosen = rule(Schedule("per_week", times=3), "at_least", since=1200, target=20.0)
    weekly = dict.fromkeys(range(0, 1200, 7), 20.0)
    once = rules.strengths(chosen, days(chosen, log(sums=weekly)))
    thrice = {d: 20.0 for d in range(1200) if d % 7 in (0, 2, 4)}
    assert once[-1] == pytest.approx(1 / 3, abs=0.01)
    assert rules.strengths(chosen, days(chosen, log(sums=thrice)))[-1] == pytest.approx(1, abs=0.01)


def test_an_upper_limit_counts_from_the_first_logged_day() -> None:
    chosen = rule(kind="at_most", since=10, target=2.0)
    assert rules.strengths(chosen, days(chosen, log())).tolist() == [0.0] * 11
    found = rules.strengths(chosen, days(chosen, log(sums={3: 1.0})))
    assert found.tolist() == [0.0] * 7 + [1.0] * 4


def test_days_to_come_stay_as_today() -> None:
    chosen = rule(since=3)
    found = rules.strengths(chosen, days(chosen, log([0, -1]), ahead=3))
    assert found[3:].tolist() == [found[3]] * 4


@given(st.lists(Day, min_size=1, max_size=400), st.integers(1, 127))
def test_strength_stays_between_nothing_and_full(history: list[str], weekdays: int) -> None:
    chosen = rule(Schedule(weekdays=weekdays), since=len(history))
    done, skipped = ([n for n, d in enumerate(history) if d == w] for w in ("done", "skipped"))
    found = rules.strengths(chosen, days(chosen, log(done, skipped=skipped)))
    assert ((found >= 0) & (found <= 1)).all()


def test_ten_habits_of_ten_years_take_under_20_ms() -> None:
    rng = np.random.default_rng(7)
    forms = [(1, 1), (3, 7), (2, 30), (1, 3), (5, 7), (1, 1), (1, 10), (4, 9), (1, 365), (7, 10)]
    length = 3653
    done, rest = rng.random((10, length)) < 0.6, rng.random((10, length)) < 0.02
    amounts = rng.integers(0, 40, (10, length)).astype(float)

    def once() -> float:
        begun = time.process_time()
        for at, (times, span) in enumerate(forms):
            if at < 7:
                strength.of_done(done[at], rest[at], times, span)
            else:
                strength.of_amounts(amounts[at], rest[at], times, span, target=20.0)
        return time.process_time() - begun

    took = min(once() for _ in range(5))
    print(f"strength of 10 habits over 10 years: {took * 1000:.1f} ms")
    assert took < 0.02
