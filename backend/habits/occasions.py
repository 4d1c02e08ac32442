"""Occasions: how often a habit was asked for, and how often done (pure)."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from backend.habits.days import Days
from backend.habits.schedules import Flags, Numbers, Schedule, due, number, periods


@dataclass(frozen=True, slots=True)
class Fixed:
    """Of a schedule that names its days: what is asked for, what was met, what is over.

    An occasion of every k days lasts until the next one, so a day late is not a miss.
    """

    asked: Flags
    met: Flags
    over: Flags


@dataclass(frozen=True, slots=True)
class Quota:
    """Of n in a period: for each day its period's place, for each period what was asked and done.

    `wanted` is n, `asked` the share of it that the counted days leave, `done` the done days,
    `open` the period that today lies in.
    """

    place: Numbers
    wanted: Numbers
    asked: Numbers
    done: Numbers
    open: Flags


def fixed(schedule: Schedule, days: Days) -> Fixed:
    """The occasions of each day; days of rest and from before the habit began ask for nothing."""
    numbers = days.numbers
    asked = due(schedule, numbers) & ~days.rest & (numbers >= days.began)
    if schedule.form != "interval" or schedule.days == 1:
        return Fixed(asked, days.done, (numbers < days.today) | days.slipped)
    ids, length = periods(schedule, numbers, 0)
    place = ids - ids[0]
    met = np.bincount(place, weights=days.done)[place] > 0
    return Fixed(asked, met, numbers + length <= days.today)


def quota(schedule: Schedule, days: Days, counted: Flags) -> Quota:
    """The occasions of each period when the `counted` days are asked for."""
    ids, length = periods(schedule, days.numbers, _last_closed(days))
    place = ids - ids[0]
    counts = counted & ~days.rest & (days.numbers >= days.began)
    sizes = np.zeros(place[-1] + 1, np.int64)
    sizes[place] = length
    wanted = np.minimum(schedule.times, sizes)
    left = np.bincount(place, weights=counts).astype(np.int64)
    asked = (2 * wanted * left + sizes) // (2 * sizes)
    done = np.bincount(place, weights=days.done & (days.numbers <= days.today)).astype(np.int64)
    current = place[days.today - days.first]
    open_ = (np.arange(len(sizes)) == current) & (schedule.form != "rolling")
    return Quota(place, wanted, asked, done, open_)


def _last_closed(days: Days) -> int:
    """Today when it is done, else yesterday."""
    return days.today - (0 if days.done[days.today - days.first] else 1)


def adherence(schedule: Schedule, days: Days, first: date, last: date) -> tuple[int, int]:
    """(done, scheduled) occasions from first to last.

    Chosen weekdays and every k days: each due day is an occasion. Days of rest and days before the
    habit began are none, and neither is one that is still open (today, or the k days that have not
    ended) unless it is done.

    n in a calendar week or month, and n in d days: a period that lies in the range as a whole asks
    for n. One that the range, the habit's beginning or days of rest cut asks for n times the days
    left over the days it has, rounded, half up: a week of which two days are left cannot ask for
    as much as a whole one, nor for nothing once most of it is left. Done days count wherever in
    their period they lie, up to what it asks for, because a week fulfilled on its Monday is
    fulfilled although the range begins on Tuesday. The week or month that today lies in asks only
    for what has been done in it, as it can still be done. n in d days has no calendar: it is
    counted in blocks of d days back from the last day that is over.
    """
    inside = (days.numbers >= number(first)) & (days.numbers <= number(last))
    if schedule.fixed:
        found = fixed(schedule, days)
        asked = inside & found.asked & (found.met | found.over) & (days.numbers <= days.today)
        return int((asked & found.met).sum()), int(asked.sum())
    found_ = quota(schedule, days, inside & (days.numbers <= _last_closed(days)))
    touched = np.bincount(found_.place, weights=inside) > 0
    most = np.where(found_.open, found_.wanted, found_.asked)
    done = np.where(touched, np.minimum(found_.done, most), 0)
    scheduled = np.where(found_.open, done, found_.asked)
    return int(done.sum()), int(scheduled.sum())
