"""How mood was around the follow-ups of an event, against the days before it (pure)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from backend.trends.rules import Line

MONTHS = (6, 9, 12)
DAYS = 30  # that stand for one moment
NEEDS = 7  # of them with a mood; a mean of fewer says nothing about a month

When = Literal["past", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Window:
    """The mean of so many days with a mood out of `of`; None when they are too few."""

    mean: float | None
    days: int
    of: int = DAYS


@dataclass(frozen=True, slots=True)
class Moment:
    """A follow-up: so many months after, or (None) on the day that the person chose."""

    months: int | None
    on: date
    state: When
    window: Window


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def before(mood: Line, first: date, day: date) -> Window:
    """The 30 days before an event; `first` is the mood line's first day."""
    return _window(mood, first, day - timedelta(days=DAYS))


def moments(
    mood: Line, first: date, day: date, own: date | None, today: date
) -> tuple[Moment, ...]:
    """The follow-ups of an event in their order, each with the 30 days around it."""
    planned = [(months, months_after(day, months)) for months in MONTHS]
    mine = [] if own is None or own in {on for _, on in planned} else [(None, own)]
    ordered = sorted([*planned, *mine], key=lambda one: one[1])
    return tuple(_moment(mood, first, months, on, today) for months, on in ordered)


def _moment(mood: Line, first: date, months: int | None, on: date, today: date) -> Moment:
    begins = on - timedelta(days=DAYS // 2)
    ends = begins + timedelta(days=DAYS - 1)
    state: When = "past" if ends < today else "ahead" if begins > today else "now"
    return Moment(months, on, state, _window(mood, first, begins))


def _window(mood: Line, first: date, begins: date) -> Window:
    at = (begins - first).days
    found = mood[max(at, 0) : max(at + DAYS, 0)]
    known = found[~np.isnan(found)]
    mean = float(known.mean()) if len(known) >= NEEDS else None
    return Window(mean, len(known))
