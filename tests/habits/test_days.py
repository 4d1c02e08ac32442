"""What was logged of a habit becomes one value a day."""

import numpy as np
import pytest

from tests.habits.logs import NOW, days, log, rule

NAN = float("nan")


def test_a_yes_no_day_is_done_or_not_logged() -> None:
    found = days(rule(since=2), log([0], zero=[1]))
    np.testing.assert_array_equal(found.values, [NAN, NAN, 1])
    assert found.done.tolist() == [False, False, True]
    assert not found.slipped.any()


def test_an_avoided_thing_is_kept_slipped_or_not_logged() -> None:
    found = days(rule(kind="avoid", since=2), log([0], zero=[1]))
    np.testing.assert_array_equal(found.values, [NAN, 0, 1])
    assert found.done.tolist() == [False, False, True]
    assert found.slipped.tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("kind", "target", "amount", "done", "slipped"),
    [
        ("at_least", 2.0, 2.0, True, False), ("at_least", 2.0, 1.9, False, False),
        ("at_least", 1.0, 0.7 + 0.2 + 0.1, True, False), ("at_least", 0.0, 0.0, True, False),
        ("at_most", 2.0, 2.0, True, False), ("at_most", 2.0, 2.1, False, True),
        ("at_most", 0.3, 0.1 + 0.2, True, False), ("at_most", 0.0, 0.0, True, False),
    ],
)  # fmt: skip
def test_a_measured_day(kind: str, target: float, amount: float, done: bool, slipped: bool) -> None:
    found = days(rule(kind=kind, since=0, target=target), log(sums={0: amount}))
    assert (found.done[0], found.slipped[0]) == (done, slipped)


@pytest.mark.parametrize("kind", ["at_least", "at_most", "avoid", "yes_no"])
def test_a_day_with_nothing_logged_is_never_done(kind: str) -> None:
    found = days(rule(kind=kind, since=3, target=0.0), log())
    assert not found.done.any()
    assert np.isnan(found.values).all()


def test_rest_is_stronger_than_what_was_logged() -> None:
    found = days(rule(kind="avoid", since=5), log([0, 1], zero=[2], skipped=[1], paused=[(5, 2)]))
    assert found.done.tolist() == [False] * 5 + [True]
    assert not found.slipped.any()
    assert found.rest.tolist() == [True] * 5 + [False]


def test_a_pause_without_an_end_goes_on() -> None:
    found = days(rule(since=3), log(paused=[(1, None)]), ahead=2)
    assert found.paused.tolist() == [False, False, True, True, True, True]


def test_pauses_outside_the_days_are_left_out() -> None:
    found = days(rule(since=3), log(paused=[(9, 5), (-4, -9)]))
    assert not found.paused.any()


def test_it_began_when_it_was_created_or_first_done() -> None:
    assert days(rule(since=3), log([7], skipped=[9])).began == NOW - 7
    assert days(rule(since=3), log(zero=[7])).began == NOW - 3
    assert days(rule(kind="avoid", since=3), log(zero=[7])).began == NOW - 7
    assert days(rule(kind="at_most", since=3), log(sums={8: 0.0})).began == NOW - 8


def test_the_days_reach_back_twenty_years_at_most() -> None:
    found = days(rule(since=40_000), log([1, 20_000]))
    assert (len(found.done), found.began) == (7_306, NOW - 40_000)
    assert np.flatnonzero(found.done).tolist() == [7_304]


def test_a_habit_of_tomorrow_has_today_and_has_not_begun() -> None:
    found = days(rule(since=-1), log())
    assert (len(found.done), found.began) == (1, NOW + 1)
