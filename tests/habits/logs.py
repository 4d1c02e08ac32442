"""Habits and what was logged of them, told in days before a Tuesday."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from backend.habits import rules
from backend.habits.rules import Days, Log, Rule, Schedule

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = rules.number(TODAY)
DAILY = Schedule()


def ago(days: int) -> date:
    """The day so many days before today."""
    return TODAY - timedelta(days=days)


def rule(schedule: Schedule = DAILY, kind: str = "yes_no", since: int = 400, **more: Any) -> Rule:
    """A habit that began so many days ago."""
    return Rule(kind, schedule, NOW - since, **more)


def log(
    done: Sequence[int] = (),
    *,
    zero: Sequence[int] = (),
    skipped: Sequence[int] = (),
    sums: Mapping[int, float] | None = None,
    paused: Sequence[tuple[int, int | None]] = (),
) -> Log:
    """What was logged; a pause is told as (first, last) days ago, None while it lasts."""
    marks = dict.fromkeys(zero, 0) | dict.fromkeys(done, 1)
    for day in skipped:
        marks[day] = marks.get(day, 0) | 2
    amounts = sums or {}
    return Log(
        np.array([NOW - day for day in marks], np.int64),
        np.array(list(marks.values()), np.int64),
        np.array([NOW - day for day in amounts], np.int64),
        np.array(list(amounts.values()), float),
        [(NOW - first, None if last is None else NOW - last) for first, last in paused],
    )


def days(chosen: Rule, logged: Log, ahead: int = 0) -> Days:
    """The habit's days up to today, or so many days further."""
    return rules.days_of(chosen, logged, TODAY, ago(-ahead))
