"""The days around an event's follow-ups."""

from datetime import date, timedelta

import numpy as np
import pytest

from backend.trends import follow_ups
from backend.trends.follow_ups import Window

BEGAN = date(2026, 1, 31)
FIRST = BEGAN - timedelta(days=40)


def line(days: int) -> np.ndarray:
    """A value a day that is the day's place."""
    return np.arange(days, dtype=float)


@pytest.mark.parametrize(
    ("months", "on"),
    [(1, date(2026, 2, 28)), (6, date(2026, 7, 31)), (9, date(2026, 10, 31)),
     (11, date(2026, 12, 31)), (12, date(2027, 1, 31)), (13, date(2027, 2, 28))],
)  # fmt: skip
def test_months_later_is_the_same_day_or_the_last_of_the_month(months: int, on: date) -> None:
    assert follow_ups.months_after(BEGAN, months) == on


def test_before_an_event_are_the_thirty_days_that_end_the_day_before() -> None:
    assert follow_ups.before(line(60), FIRST, BEGAN) == Window(24.5, 30)
    assert follow_ups.before(line(60), BEGAN - timedelta(days=8), BEGAN) == Window(3.5, 8)
    assert follow_ups.before(line(60), BEGAN - timedelta(days=6), BEGAN) == Window(None, 6)
    for later in (0, 10):
        first = BEGAN + timedelta(days=later)
        assert follow_ups.before(line(60), first, BEGAN) == Window(None, 0)


def test_around_a_follow_up_are_thirty_days() -> None:
    on = follow_ups.months_after(BEGAN, 6)
    found = follow_ups.moments(line(400), on, BEGAN, None, date(2027, 3, 1))[0]
    assert found.window == Window(7.0, 15)  # its second half: the line begins on the day itself
    assert follow_ups.moments(line(400), FIRST, BEGAN, None, date(2027, 3, 1))[0].window.days == 30


@pytest.mark.parametrize(
    ("days", "state"), [(-16, "ahead"), (-15, "now"), (0, "now"), (14, "now"), (15, "past")]
)
def test_a_follow_up_lasts_its_thirty_days(days: int, state: str) -> None:
    today = date(2026, 7, 31) + timedelta(days=days)
    assert follow_ups.moments(line(1), FIRST, BEGAN, None, today)[0].state == state


def test_a_day_of_ones_own_stands_among_the_months() -> None:
    own = date(2026, 8, 20)
    found = follow_ups.moments(line(1), FIRST, BEGAN, own, BEGAN)
    assert [one.months for one in found] == [6, None, 9, 12]
    assert found[1].on == own
    same = follow_ups.moments(line(1), FIRST, BEGAN, date(2026, 7, 31), BEGAN)
    assert [one.months for one in same] == [6, 9, 12]
