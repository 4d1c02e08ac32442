"""Streaks in a schedule's own periods."""

from collections.abc import Sequence

import pytest
from hypothesis import given

from backend.habits import rules
from backend.habits.rules import Log, Schedule, Streak
from tests.habits.logs import NOW, days, log, rule
from tests.habits.test_occasions import SCHEDULES, Offsets

WEEKLY = Schedule("per_week", times=2)


def streak(schedule: Schedule, logged: Log, since: int = 400, kind: str = "yes_no") -> Streak:
    return rules.streak(schedule, days(rule(schedule, kind, since), logged))


def both(schedule: Schedule, logged: Log, since: int = 400) -> tuple[int, int]:
    """The present and the longest."""
    found = streak(schedule, logged, since)
    return found.current, found.longest


@pytest.mark.parametrize(
    ("schedule", "unit"),
    [
        (Schedule(), "days"), (Schedule(weekdays=1), "days"), (Schedule("interval"), "days"),
        (Schedule("interval", days=2), "periods"), (Schedule("per_week"), "weeks"),
        (Schedule("per_month"), "months"), (Schedule("rolling", days=9), "periods"),
        (Schedule("rolling", times=4, days=4), "days"),
    ],
)  # fmt: skip
def test_its_unit(schedule: Schedule, unit: str) -> None:
    assert streak(schedule, log()).unit == unit


def test_today_being_open_does_not_break_it() -> None:
    assert both(Schedule(), log([1, 2, 3])) == (3, 3)
    assert both(Schedule(), log([0, 1, 2, 3])) == (4, 4)
    assert both(Schedule(), log([2, 3])) == (0, 2)


def test_a_slip_today_ends_it() -> None:
    assert streak(Schedule(), log([1, 2], zero=[0]), kind="avoid") == Streak(0, 2, "days")


def test_rest_keeps_it_alive_without_lengthening_it() -> None:
    assert both(Schedule(), log([1, 4, 5], skipped=[2], paused=[(3, 3)])) == (3, 3)
    assert both(Schedule(), log([1, 2, 4], skipped=[2, 3])) == (2, 2)


def test_days_that_are_not_asked_for_do_not_count() -> None:
    mondays = Schedule(weekdays=1)
    assert both(mondays, log([1, 8, 9, 10, 22])) == (2, 2)


def test_weeks_are_counted_once_their_number_is_reached() -> None:
    last, before, third = [2, 3, 4], [9, 10], [16, 17]
    assert both(WEEKLY, log([*last, *before, *third])) == (3, 3)
    assert both(WEEKLY, log([0, 1, *last, *before])) == (3, 3)
    assert both(WEEKLY, log([0, *last, 9, *third])) == (1, 1)


def test_a_week_of_rest_is_passed_over() -> None:
    assert both(WEEKLY, log([2, 3, 16, 17], paused=[(15, 9)])) == (2, 2)


def test_a_week_that_rest_left_short_keeps_it_alive() -> None:
    done, skipped = [2, 3, 9, 16, 17], [10, 11, 12]
    assert both(WEEKLY, log(done)) == (1, 1)
    assert both(WEEKLY, log(done, skipped=skipped)) == (2, 2)


def test_a_week_begun_late_is_asked_for_its_share() -> None:
    assert both(WEEKLY, log([2]), since=3) == (0, 0)
    assert both(WEEKLY, log([2, 3]), since=3) == (1, 1)


def test_months() -> None:
    november, october, august = [3], [40], [90]
    monthly = Schedule("per_month", times=1)
    assert both(monthly, log([*november, *october, *august])) == (2, 2)
    assert both(monthly, log([*october, 60])) == (2, 2)


def test_every_k_days_counts_its_periods() -> None:
    every_third = Schedule("interval", days=3, starts=NOW - 30)
    assert both(every_third, log([2, 3, 5])) == (2, 2)
    assert both(every_third, log([2, 3, 11])) == (1, 1)
    assert both(every_third, log([2, 11], skipped=[6, 9])) == (2, 2)


def test_n_in_d_days_runs_over_covered_and_rest_days() -> None:
    once_in_three = Schedule("rolling", times=1, days=3)
    assert both(once_in_three, log([0])) == (1, 1)
    assert both(once_in_three, log([3, 6, 9])) == (3, 3)
    assert both(once_in_three, log([4, 9, 10])) == (0, 2)
    assert both(once_in_three, log([3, 7, 10], skipped=[4])) == (3, 3)


@given(SCHEDULES, Offsets, Offsets)
def test_the_longest_is_at_least_the_present_one(
    schedule: Schedule, done: Sequence[int], skipped: Sequence[int]
) -> None:
    found = streak(schedule, log(done, skipped=skipped))
    assert 0 <= found.current <= found.longest


@given(SCHEDULES, Offsets)
def test_doing_it_today_never_shortens_a_streak(schedule: Schedule, done: list[int]) -> None:
    before = streak(schedule, log([day for day in done if day]))
    after = streak(schedule, log(sorted({*done, 0})))
    assert after.current >= before.current
