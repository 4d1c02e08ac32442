"""Done and scheduled occasions of a range of days, for every schedule."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.habits import rules
from backend.habits.rules import Log, Schedule
from tests.habits.logs import NOW, TODAY, ago, days, log, rule

WEEKLY = Schedule("per_week", times=3)


def counted(
    schedule: Schedule, logged: Log, since: int = 400, first: int = 27, last: int = 0
) -> tuple[int, int]:
    """(done, scheduled) of the days from `first` to `last` days ago."""
    chosen = rule(schedule, since=since)
    return rules.adherence(schedule, days(chosen, logged), ago(first), ago(last))


def test_only_chosen_weekdays_are_occasions() -> None:
    monday, sunday = 1, 2
    assert counted(Schedule(weekdays=0b0000111), log([monday, sunday]), first=6) == (1, 2)
    assert counted(Schedule(), log([monday, sunday]), first=6) == (2, 6)


def test_today_counts_once_it_is_done() -> None:
    assert counted(Schedule(), log([0])) == (1, 28)
    assert counted(Schedule(), log()) == (0, 27)


def test_today_counts_once_it_is_lost() -> None:
    chosen = rule(kind="avoid")
    found = rules.adherence(chosen.schedule, days(chosen, log(zero=[0])), ago(27), TODAY)
    assert found == (0, 28)


def test_rest_is_no_occasion_whatever_was_logged() -> None:
    assert counted(Schedule(), log([1, 2, 3], skipped=[3, 4], paused=[(27, 20)])) == (2, 17)


def test_a_habit_is_asked_for_from_its_beginning() -> None:
    assert counted(Schedule(), log(), since=9) == (0, 9)
    assert counted(Schedule(), log([15]), since=9) == (1, 15)


def test_every_k_days_may_be_done_a_day_late() -> None:
    every_third = Schedule("interval", days=3, starts=NOW - 30)
    assert counted(every_third, log(range(0, 31, 3))) == (10, 10)
    assert counted(every_third, log(range(2, 31, 3))) == (9, 9)
    assert counted(every_third, log([26])) == (1, 9)


def test_the_occasion_of_every_k_days_is_open_until_the_next() -> None:
    every_third = Schedule("interval", days=3, starts=NOW - 1)
    assert counted(every_third, log(), since=1) == (0, 0)
    assert counted(every_third, log([0]), since=1) == (1, 1)


def test_whole_weeks_ask_for_n_and_the_open_one_for_what_is_done() -> None:
    # The range begins on a Wednesday: five of that week's seven days ask for round(3 * 5 / 7) = 2.
    assert counted(WEEKLY, log()) == (0, 2 + 3 * 3)
    assert counted(WEEKLY, log([0])) == (1, 12)
    assert counted(WEEKLY, log([0, 1, *range(2, 9)])) == (2 + 3, 13)


def test_a_cut_week_counts_what_was_done_before_the_range() -> None:
    monday_and_tuesday = [29, 28]
    assert counted(WEEKLY, log(monday_and_tuesday)) == (2, 11)


def test_more_than_n_does_not_make_up_for_another_week() -> None:
    assert counted(WEEKLY, log(range(2, 9))) == (3, 11)


def test_the_week_begins_where_its_owner_says() -> None:
    sunday_first = Schedule("per_week", times=1, week_starts_on=6)
    sundays = [2, 9, 16, 23]
    assert counted(sunday_first, log(sundays)) == (4, 5)
    assert counted(sunday_first, log([9, 3])) == (1, 4)
    assert counted(Schedule("per_week", times=1), log([9, 3])) == (2, 4)


def test_rest_leaves_a_week_its_share() -> None:
    assert counted(WEEKLY, log(skipped=[3, 4]), first=8, last=2) == (0, 2)
    assert counted(WEEKLY, log(skipped=range(2, 8)), first=8, last=2) == (0, 0)
    assert counted(WEEKLY, log(paused=[(8, 2)]), first=8, last=2) == (0, 0)


def test_a_month_asks_for_its_share_and_the_open_one_for_what_is_done() -> None:
    # 28 October to 24 November: four of October's 31 days, and an open November.
    monthly = Schedule("per_month", times=10)
    assert counted(monthly, log()) == (0, 1)
    assert counted(monthly, log([0, 5, 30])) == (3, 3)
    assert counted(Schedule("per_month", times=1), log([24])) == (0, 0)


def test_blocks_of_n_in_d_days_end_with_the_last_day_that_is_over() -> None:
    once_in_three = Schedule("rolling", times=1, days=3)
    assert counted(once_in_three, log()) == (0, 9)
    assert counted(once_in_three, log(range(0, 30, 3))) == (9, 9)
    assert counted(once_in_three, log([1, 2, 3])) == (1, 9)
    assert counted(Schedule("rolling", times=3, days=3), log([0, 1])) == (2, 28)


def test_an_earlier_range_is_counted_by_the_same_rule() -> None:
    assert counted(Schedule(), log([14, 15, 28]), first=27, last=14) == (2, 14)
    assert counted(WEEKLY, log(range(14, 28)), first=27, last=14) == (2 + 3 + 1, 2 + 3 + 1)


SCHEDULES = st.one_of(
    st.builds(Schedule, weekdays=st.integers(1, 127)),
    st.builds(
        Schedule,
        st.sampled_from(["per_week", "per_month"]),
        times=st.integers(1, 31),
        week_starts_on=st.integers(0, 6),
    ),
    st.builds(Schedule, st.just("rolling"), times=st.integers(1, 9), days=st.integers(9, 40)),
    st.builds(
        Schedule, st.just("interval"), days=st.integers(1, 40), starts=st.integers(NOW - 99, NOW)
    ),
)
Offsets = st.lists(st.integers(0, 90), unique=True, max_size=60)


@given(SCHEDULES, Offsets, Offsets, st.integers(0, 60))
def test_never_more_done_than_scheduled(
    schedule: Schedule, done: Sequence[int], skipped: Sequence[int], since: int
) -> None:
    found = counted(schedule, log(done, skipped=skipped), since)
    assert 0 <= found[0] <= found[1] <= 28 + 31


@given(SCHEDULES, Offsets)
def test_doing_it_every_day_fulfils_every_schedule(
    schedule: Schedule, skipped: Sequence[int]
) -> None:
    done, scheduled = counted(schedule, log(range(91), skipped=skipped))
    assert done == scheduled


@given(SCHEDULES, Offsets, st.integers(0, 90))
def test_one_more_done_day_never_lowers_what_is_done(
    schedule: Schedule, done: list[int], more: int
) -> None:
    if schedule.form == "rolling":
        more = more or 1  # today moves the blocks
    before = counted(schedule, log(done), since=99)
    after = counted(schedule, log([*done, more]), since=99)
    assert after[0] >= before[0]


@pytest.mark.parametrize("starts_on", range(7))
def test_seven_a_week_is_asked_for_like_every_day(starts_on: int) -> None:
    schedule = Schedule("per_week", times=7, week_starts_on=starts_on)
    done = [offset for offset in range(28) if offset % 3]
    week_so_far = (TODAY - timedelta(days=starts_on)).weekday() + 1
    found = counted(schedule, log(done))
    assert found[1] <= 28
    assert 28 - found[1] <= week_so_far
