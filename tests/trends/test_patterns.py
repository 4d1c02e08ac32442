"""Weekdays, parts of the day, and mood beside something else."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.trends import patterns
from backend.trends.patterns import Beside, Spread

NAN = np.nan
TUESDAY = date(2026, 3, 3)


def test_a_spread_is_the_mean_and_the_middle_half() -> None:
    assert patterns.spread(np.array([1.0, 2, NAN, 3, 4, 5])) == Spread(5, 3.0, 2.0, 4.0)
    assert patterns.spread(np.array([1.0, 2, NAN])) == Spread(2, 1.5)
    assert patterns.spread(np.array([NAN])) == Spread(0)


def test_weekdays_begin_on_monday_wherever_the_line_begins() -> None:
    found = patterns.weekdays(np.array([2.0, 3, 4, 5, 1, 1, NAN, 4]), TUESDAY)
    assert [one.count for one in found] == [0, 2, 1, 1, 1, 1, 1]
    assert (found[0].mean, found[1].mean, found[4].mean) == (None, 3.0, 5.0)


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, "night"), (4, "night"), (5, "morning"), (10, "morning"), (11, "midday"),
        (16, "midday"), (17, "evening"), (23, "evening"),
    ],
)  # fmt: skip
def test_each_hour_has_its_part_of_the_day(hour: int, part: str) -> None:
    assert patterns.part_of(hour) == part


def test_parts_of_the_day_count_check_ins_and_are_all_told() -> None:
    found = patterns.day_parts([(6, 2), (7, 4), (22, 5)])
    assert list(found) == ["night", "morning", "midday", "evening"]
    assert found["morning"] == Spread(2, 3.0)
    assert found["midday"] == Spread(0)


def test_the_range_of_a_week_needs_four_days() -> None:
    low, high = patterns.week_ranges(np.array([1.0, 5, NAN, 3, 4, 4, 4, 4]))
    np.testing.assert_array_equal(low, [NAN, NAN, NAN, NAN, 1, 1, 1, 3])
    np.testing.assert_array_equal(high, [NAN, NAN, NAN, NAN, 5, 5, 5, 5])


def test_a_factor_is_compared_with_answered_days_since_it_was_first_named() -> None:
    days = [TUESDAY + timedelta(days=at) for at in range(6)]
    there = patterns.named([days[1], days[4]], [days[0], days[1], days[3]], days[0], days[-1])
    np.testing.assert_array_equal(there, [NAN, 1, NAN, 0, 1, NAN])
    mood = np.array([1.0, 5, 1, 2, NAN, 1])
    assert patterns.beside(mood, there) == Beside(1, 5.0, 1, 2.0)


def test_a_factor_that_was_never_named_says_nothing() -> None:
    there = patterns.named([], [TUESDAY], TUESDAY, TUESDAY)
    assert patterns.beside(np.array([3.0]), there) == Beside(0, None, 0, None)


def test_blocks_end_with_the_last_day() -> None:
    assert patterns.blocks(np.array([1.0, 3, 5]), 1) == [(0, 1.0), (1, 3.0), (2, 5.0)]
    assert patterns.blocks(np.array([9.0, 1, NAN, 3]), 3) == [(0, 9.0), (3, 2.0)]
    assert patterns.blocks(np.array([NAN, 2.0, NAN, NAN]), 2) == [(1, 2.0)]


@given(length=st.integers(0, 4_000), most=st.integers(1, 80))
def test_places_are_few_even_and_end_with_the_last(length: int, most: int) -> None:
    found = patterns.places(length, most)
    assert len(found) <= most
    assert found[-1:] == ([length - 1] if length else [])
    assert len(set(np.diff(found))) <= 1
