"""A habit as one value a day: what counts as done, as not done, and as unknown."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.habits.rules import Log, Rule, Schedule, days_of, number
from backend.trends import lines
from backend.trends.findings import Timing
from backend.trends.rules import Line

MONDAY = date(2026, 3, 2)
FIRST = number(MONDAY)
DAILY = Schedule()
NAN = np.nan


def line(
    rule: Rule,
    done: dict[int, int] | None = None,
    amounts: dict[int, float] | None = None,
    mood: Line | None = None,
    pauses: tuple[tuple[int, int | None], ...] = (),
) -> Line:
    """The line of a week from Monday on; marks and amounts by the day's place."""
    marks, sums = done or {}, amounts or {}
    log = Log(
        np.array([FIRST + at for at in marks], np.int64), np.array([*marks.values()], np.int64),
        np.array([FIRST + at for at in sums], np.int64), np.array([*sums.values()], np.float64),
        [(FIRST + first, last if last is None else FIRST + last) for first, last in pauses],
    )  # fmt: skip
    days = days_of(rule, log, MONDAY + timedelta(days=6))
    return lines.habit(rule, days, np.full(7, 3.0) if mood is None else mood, FIRST)


def rule(
    kind: str = "yes_no", schedule: Schedule = DAILY, created: int = -9, **more: float
) -> Rule:
    """A habit that began nine days before."""
    return Rule(kind, schedule, FIRST + created, **more)


def test_a_day_without_a_tick_is_a_day_without_it_when_there_is_a_mood() -> None:
    mood = np.array([3.0, NAN, 3, NAN, 3, 3, 3])
    np.testing.assert_array_equal(line(rule(), {0: 1, 1: 1}, mood=mood), [1, 1, 0, NAN, 0, 0, 0])


def test_skipped_and_paused_days_are_missing() -> None:
    found = line(rule(), {0: 1, 1: 2, 2: 3}, pauses=((4, 5),))
    np.testing.assert_array_equal(found, [1, NAN, NAN, 0, NAN, NAN, 0])


def test_days_that_the_schedule_does_not_ask_for_are_missing_even_when_done() -> None:
    workdays = Schedule(weekdays=0b0011111)
    np.testing.assert_array_equal(
        line(rule(schedule=workdays), {0: 1, 5: 1}), [1, 0, 0, 0, 0, NAN, NAN]
    )


def test_days_before_it_began_are_missing() -> None:
    np.testing.assert_array_equal(line(rule(created=3), {4: 1}), [NAN, NAN, NAN, 0, 1, 0, 0])


def test_times_a_week_may_be_any_day() -> None:
    thrice = Schedule("per_week", times=3)
    np.testing.assert_array_equal(line(rule(schedule=thrice), {0: 1, 2: 1}), [1, 0, 1, 0, 0, 0, 0])


def test_of_an_amount_the_target_decides() -> None:
    found = line(rule("at_least", target=2), amounts={0: 2.0, 1: 1.5, 2: 3.0})
    np.testing.assert_array_equal(found, [1, 0, 1, 0, 0, 0, 0])


def test_of_what_is_limited_or_avoided_only_its_own_answer_counts() -> None:
    found = line(rule("at_most", target=2), amounts={0: 2.0, 1: 2.5})
    np.testing.assert_array_equal(found, [1, 0, NAN, NAN, NAN, NAN, NAN])
    found = line(rule("avoid"), {0: 1, 1: 0})
    np.testing.assert_array_equal(found, [1, 0, NAN, NAN, NAN, NAN, NAN])


@pytest.mark.parametrize(
    ("schedule", "same_day", "day_after"),
    [
        (DAILY, True, True),
        (Schedule(weekdays=0b0011111), True, True),
        (Schedule(weekdays=0b1100000), True, False),
        (Schedule(weekdays=0b1000001), True, False),  # Sunday and Monday
        (Schedule(weekdays=0b1000011), True, True),
        (Schedule(weekdays=0b0010101), False, False),
        (Schedule(weekdays=0b0000001), False, False),
        (Schedule("interval", days=2), False, False),
        (Schedule("interval", days=1), True, True),
        (Schedule("per_week", times=1), True, True),
        (Schedule("rolling", times=1, days=7), True, True),
        (Schedule("per_month", times=2), True, True),
    ],
)
def test_a_schedule_must_ask_for_days_in_a_row(
    schedule: Schedule, same_day: bool, day_after: bool
) -> None:
    assert lines.comparable(schedule, Timing.SAME_DAY) is same_day
    assert lines.comparable(schedule, Timing.DAY_AFTER) is day_after


@given(mask=st.integers(1, 127), timing=st.sampled_from(list(Timing)))
def test_what_cannot_be_compared_never_has_a_usable_day(mask: int, timing: Timing) -> None:
    schedule = Schedule(weekdays=mask)
    asked = np.array([mask >> day % 7 & 1 for day in range(21)])
    wanted = lines.IN_A_ROW[timing]
    runs = np.lib.stride_tricks.sliding_window_view(asked, wanted).all(axis=1)
    assert lines.comparable(schedule, timing) == bool(runs.any())
