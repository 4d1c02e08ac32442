"""Strength against the published figures of Loop Habit Tracker; schedules and adherence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.habits.rules import adherence, frequency, scheduled, strength, strength_today

TODAY = date(2026, 11, 24)  # a Tuesday
DAILY = [
    0.655747, 0.636894, 0.617008, 0.596033, 0.573910, 0.550574, 0.525961, 0.500000, 0.472617,
    0.443734, 0.413270, 0.381137, 0.347244, 0.311495, 0.273788, 0.234017, 0.192067, 0.147820,
    0.101149, 0.051922, 0.0,
]  # fmt: skip
WITH_SKIPS = [
    0.596033, 0.573910, 0.550574, 0.525961, 0.500000, 0.472617, 0.472617, 0.443734, 0.413270,
    0.381137, 0.347244, 0.347244, 0.347244, 0.311495,
]  # fmt: skip


def backwards(done: list[bool | None], times: int = 1, days: int = 1) -> list[float]:
    """Strengths from today backwards, of a history given from today backwards."""
    return strength(done[::-1], times, days)[::-1]


def ago(*offsets: int, of: int) -> list[bool | None]:
    return [offset in offsets for offset in range(of)]


def close(expected: float | list[float]) -> object:
    return pytest.approx(expected, abs=1e-6)


def test_twenty_days_in_a_row() -> None:
    assert backwards(ago(*range(20), of=21)) == close(DAILY)


def test_a_skipped_day_changes_nothing() -> None:
    history = ago(*range(20), of=21)
    for offset in (5, 10, 11):
        history[offset] = None
    assert backwards(history)[:14] == close(WITH_SKIPS)


def test_half_life_of_a_daily_habit_is_thirteen_days() -> None:
    history = [True] * 500 + [False] * 13
    assert strength(history)[-1] == close(strength([True] * 500)[-1] / 2)


@pytest.mark.parametrize(
    ("times", "days", "first_step"), [(1, 1, 0.051922), (7, 7, 0.051922), (1, 3, 0.030314)]
)
def test_one_full_step_from_nothing(times: int, days: int, first_step: float) -> None:
    # Below daily, two occasions fill the doubled window, so both come on the first day it is full.
    keep = 0.5 ** ((times / days) ** 0.5 / 13)
    assert 1 - keep == close(first_step)
    steps = strength([True, True], times, days)
    full = steps[0] if times == days else (steps[1] - keep * steps[0])
    assert full == close(first_step)


def test_two_days_daily_and_every_other_day() -> None:
    assert backwards(ago(0, 1, of=2))[0] == close(0.101149)
    assert backwards(ago(0, 1, of=2), 1, 2)[0] == close(0.054816)


def test_chosen_weekdays_reach_full_strength() -> None:
    weekdays = 0b0010101
    days = [TODAY - timedelta(days=offset) for offset in range(1200)]
    done = {day for day in days if scheduled(weekdays, day)}
    assert strength_today(done, weekdays, days[-1], TODAY) == pytest.approx(1, abs=1e-3)


def test_strength_starts_at_the_oldest_done_day() -> None:
    done = {TODAY - timedelta(days=offset) for offset in range(20)}
    assert strength_today(done, 127, TODAY, TODAY) == close(DAILY[0])
    assert strength_today(set(), 127, TODAY + timedelta(days=1), TODAY) == 0


@given(st.lists(st.none() | st.booleans(), max_size=400), st.integers(1, 127))
def test_strength_stays_between_nothing_and_full(done: list[bool | None], weekdays: int) -> None:
    assert all(0 <= value <= 1 for value in strength(done, *frequency(weekdays)))


def test_the_mask_counts_from_monday() -> None:
    monday = date(2026, 11, 23)
    assert [scheduled(0b1000001, monday + timedelta(days=n)) for n in range(7)] == [
        True, False, False, False, False, False, True,
    ]  # fmt: skip
    assert (frequency(127), frequency(0b0011111)) == ((1, 1), (5, 7))


def test_adherence_counts_scheduled_occasions_only() -> None:
    week = TODAY - timedelta(days=6)  # Wednesday to Tuesday
    done = {TODAY - timedelta(days=1), TODAY - timedelta(days=2)}  # Monday and Sunday
    assert adherence(done, 0b0000111, week, TODAY, TODAY) == (1, 2)
    assert adherence(done, 127, week, TODAY, TODAY) == (2, 6)


def test_today_counts_once_it_is_done() -> None:
    week = TODAY - timedelta(days=6)
    assert adherence({TODAY}, 127, week, TODAY, TODAY) == (1, 7)
    assert adherence(set(), 127, week, TODAY, TODAY) == (0, 6)
