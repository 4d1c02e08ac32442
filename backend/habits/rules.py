"""Schedules, adherence and strength of habits."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

EVERY_DAY = 127


def scheduled(weekdays: int, day: date) -> bool:
    """True when the mask of weekdays (bit 0 = Monday) asks for that day."""
    return bool(weekdays >> day.weekday() & 1)


def frequency(weekdays: int) -> tuple[int, int]:
    """The schedule as (times, days): (1, 1) for every day, else (chosen weekdays, 7)."""
    times = weekdays.bit_count()
    return (1, 1) if times == 7 else (times, 7)


def adherence(
    done: Collection[date], weekdays: int, first: date, last: date, today: date
) -> tuple[int, int]:
    """(done, scheduled) occasions from first to last; an open today is not yet an occasion."""
    occasions = [
        day
        for day in days_between(first, last)
        if scheduled(weekdays, day) and (day < today or day in done)
    ]
    return sum(day in done for day in occasions), len(occasions)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def strength(done: Sequence[bool | None], times: int = 1, days: int = 1) -> list[float]:
    """The strength (0 to 1) after each day, oldest first, of a yes/no habit.

    Loop Habit Tracker's score: exponential smoothing with a half-life of 13 days for a daily
    habit. `times` in `days` is the schedule; None marks a skipped day, which changes nothing.
    """
    times, days = (1, 1) if times == days else (times, days)
    frequency = times / days
    keep = 0.5 ** (frequency**0.5 / 13)
    if frequency < 1:
        times, days = 2 * times, 2 * days
    return list(_smoothed(done, times, days, keep))


def _smoothed(done: Sequence[bool | None], times: int, days: int, keep: float) -> Iterator[float]:
    score, recent = 0.0, 0
    for index, value in enumerate(done):
        recent += value is True
        recent -= index >= days and done[index - days] is True
        if value is not None:
            score = keep * score + (1 - keep) * min(1.0, recent / times)
        yield score


def strength_today(done: Collection[date], weekdays: int, first: date, today: date) -> float:
    """The strength at the end of today, from the first day or the oldest done one."""
    begin = min([first, *done])
    history = [day in done for day in days_between(begin, today)]
    return strength(history, *frequency(weekdays))[-1] if history else 0.0
