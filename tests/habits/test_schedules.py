"""Which days a schedule asks for, and how often that is."""

from datetime import date, timedelta

import numpy as np
import pytest

from backend.habits import schedules
from backend.habits.schedules import Schedule, due, frequency, is_due, number

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule(), (1, 1)),
        (Schedule(weekdays=0b0011111), (5, 7)),
        (Schedule("per_week", times=3), (3, 7)),
        (Schedule("per_week", times=7), (1, 1)),
        (Schedule("per_week", times=9), (1, 1)),
        (Schedule("per_month", times=4), (4, 30)),
        (Schedule("per_month", times=31), (1, 1)),
        (Schedule("rolling", times=2, days=9), (2, 9)),
        (Schedule("rolling", times=3, days=3), (1, 1)),
        (Schedule("interval", days=4), (1, 4)),
        (Schedule("interval", days=1), (1, 1)),
    ],
)
def test_how_often(schedule: Schedule, expected: tuple[int, int]) -> None:
    assert frequency(schedule) == expected


def test_days_have_numbers_and_numbers_days() -> None:
    assert number(date(1970, 1, 1)) == 0
    assert schedules.day_of(number(MONDAY)) == MONDAY


def test_the_mask_counts_from_monday() -> None:
    week = np.arange(7) + number(MONDAY)
    assert due(Schedule(weekdays=0b1000001), week).tolist() == [True, *[False] * 5, True]


def test_every_k_days_counts_from_its_start() -> None:
    every_third = Schedule("interval", days=3, starts=number(MONDAY))
    found = [is_due(every_third, MONDAY + timedelta(days=n)) for n in range(-3, 7)]
    assert found == [False] * 3 + [True, False, False, True, False, False, True]


def test_any_day_of_a_period_will_do() -> None:
    for form in ("per_week", "per_month", "rolling"):
        assert is_due(Schedule(form, times=1, days=9), MONDAY)


@pytest.mark.parametrize("starts_on", range(7))
def test_a_week_begins_where_its_owner_says(starts_on: int) -> None:
    fortnight = np.arange(14) + number(MONDAY)
    ids, lengths = schedules.periods(Schedule("per_week", week_starts_on=starts_on), fortnight, 0)
    first_days = np.flatnonzero(np.diff(ids)) + 1
    assert (first_days[0] % 7, set(lengths.tolist())) == (starts_on % 7, {7})


def test_months_have_the_length_of_the_calendar() -> None:
    leap = np.array([number(date(2028, 2, day)) for day in (1, 29)] + [number(date(2028, 3, 1))])
    ids, lengths = schedules.periods(Schedule("per_month"), leap, 0)
    assert (np.diff(ids).tolist(), lengths.tolist()) == ([0, 1], [29, 29, 31])


def test_blocks_of_a_rolling_schedule_end_with_their_anchor() -> None:
    last = number(MONDAY)
    ids, _ = schedules.periods(Schedule("rolling", days=3), np.arange(last - 5, last + 2), last)
    assert ids.tolist() == [-2, -2, -2, -1, -1, -1, 0]


@pytest.mark.parametrize(
    ("schedule", "first", "times"),
    [
        (Schedule(), 24, 1), (Schedule(weekdays=1), 24, 1),
        (Schedule("per_week", times=3), 23, 3), (Schedule("per_week", times=9), 23, 7),
        (Schedule("per_week", times=3, week_starts_on=6), 22, 3),
        (Schedule("per_month", times=31), 1, 30),
        (Schedule("rolling", times=2, days=5), 20, 2),
        (Schedule("rolling", times=5, days=5), 24, 1),
        (Schedule("interval", days=4, starts=number(date(2026, 11, 2))), 22, 1),
        (Schedule("interval", days=4, starts=number(date(2026, 12, 2))), 24, 1),
    ],
)  # fmt: skip
def test_the_period_of_a_day(schedule: Schedule, first: int, times: int) -> None:
    day = number(date(2026, 11, 24))
    assert schedules.period_of(schedule, day) == (number(date(2026, 11, first)), times)


def test_a_period_is_reached_by_days_up_to_the_day_itself() -> None:
    twice, day = Schedule("per_week", times=2), number(MONDAY) + 3
    assert schedules.reached(twice, {day - 1, day - 2}, day)
    assert not schedules.reached(twice, {day - 1, day + 1}, day)
    assert not schedules.reached(twice, {day - 4, day - 1}, day)
    assert schedules.reached(twice, {day}, day)
