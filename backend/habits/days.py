"""A habit's days: what was logged becomes one value a day, done or not, and rest (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from backend.habits import strength
from backend.habits.schedules import Flags, Numbers, Schedule, frequency, number
from backend.habits.schedules import due as due_days
from backend.habits.strength import Floats

MEASURED = ("at_least", "at_most")
LONGEST = 7_305
DIGITS = 6  # of a day's sum: 0.7 + 0.2 + 0.1 reaches a target of 1
_DONE, _SKIPPED = 1, 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What a habit asks for: yes_no, at_least, at_most or avoid, a target, and when."""

    kind: str
    schedule: Schedule
    created: int  # a day number
    target: float = 1.0

    @property
    def measured(self) -> bool:
        """True when a day's value is a sum of amounts."""
        return self.kind in MEASURED

    @property
    def limits(self) -> bool:
        """True when there can be too much: a day is then either kept or slipped."""
        return self.kind in ("avoid", "at_most")


def _no_numbers() -> Numbers:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Log:
    """What was written down of one habit, each day once, in any order.

    `marks` of the entries: 1 for a value of 1, plus 2 for skipped. Pauses are first and last
    day number, None while they last.
    """

    entries: Numbers = field(default_factory=_no_numbers)
    marks: Numbers = field(default_factory=_no_numbers)
    amounts: Numbers = field(default_factory=_no_numbers)
    sums: Floats = field(default_factory=lambda: np.zeros(0))
    pauses: Sequence[tuple[int, int | None]] = ()

    def with_pauses(self, pauses: Sequence[tuple[int, int | None]]) -> "Log":
        """The same with these pauses."""
        return replace(self, pauses=pauses)


@dataclass(frozen=True, slots=True)
class Days:
    """A habit day by day from the number `first`, at least until `today`.

    `values`: the sum of the amounts, or 1 and 0 of an entry; NaN where nothing was logged. A day
    of rest is neither done nor slipped.
    """

    first: int
    today: int
    began: int
    values: Floats
    done: Flags
    slipped: Flags
    skipped: Flags
    paused: Flags

    @property
    def numbers(self) -> Numbers:
        """The day numbers."""
        return np.arange(self.first, self.first + len(self.done))

    @property
    def rest(self) -> Flags:
        """Days that should not count."""
        return self.skipped | self.paused

    def until_today(self) -> "Days":
        """The same without the days to come."""
        end = self.today - self.first + 1
        cut = ("values", "done", "slipped", "skipped", "paused")
        return replace(self, **{name: getattr(self, name)[:end] for name in cut})


def days_of(rule: Rule, log: Log, today: date, last: date | None = None) -> Days:
    """The days of a habit from where it began, or from today, to the later of today and `last`.

    It began when it was created, or on the first day that something was logged for; the days reach
    back twenty years at most. A done day has the value 1 (yes_no, avoid), at least the target, or
    at most the target and something logged; 0 of an avoided thing and more than at most are
    slipped. Skipped and paused days are rest, whatever else was logged.
    """
    now = number(today)
    began = min([rule.created, *_logged(rule, log).tolist()])
    first = max(min(began, now), now - LONGEST)
    length = max(now, number(last or today)) - first + 1
    values = _values(rule, log, first, length)
    skipped, paused = _skipped(log, first, length), _paused(log, first, length)
    counts = ~(skipped | paused)
    done = counts & _reaches(rule, values)
    slipped = counts & ~done & ~np.isnan(values) & rule.limits
    return Days(first, now, began, values, done, slipped, skipped, paused)


def _logged(rule: Rule, log: Log) -> Numbers:
    """Days that something was logged for; a yes/no entry taken back is nothing."""
    if rule.measured:
        return log.amounts
    return log.entries[_told(rule, log)]


def _told(rule: Rule, log: Log) -> Flags:
    """Entries that say something of their day."""
    return log.marks & _DONE > 0 if rule.kind == "yes_no" else np.ones(len(log.marks), bool)


def _values(rule: Rule, log: Log, first: int, length: int) -> Floats:
    values = np.full(length, np.nan)
    if rule.measured:
        _put(values, first, log.amounts, np.round(log.sums, DIGITS))
        return values
    told = _told(rule, log)
    _put(values, first, log.entries[told], (log.marks[told] & _DONE).astype(float))
    return values


def _put(into: Floats | Flags, first: int, numbers: Numbers, what: Floats | bool) -> None:
    """Sets the days with these numbers; what lies outside is left out."""
    at = numbers - first
    inside = (at >= 0) & (at < len(into))
    into[at[inside]] = what if isinstance(what, bool) else what[inside]


def _skipped(log: Log, first: int, length: int) -> Flags:
    skipped = np.zeros(length, bool)
    _put(skipped, first, log.entries[log.marks & _SKIPPED > 0], True)
    return skipped


def _paused(log: Log, first: int, length: int) -> Flags:
    paused = np.zeros(length, bool)
    for begin, end in log.pauses:
        stop = length if end is None else max(end - first + 1, 0)
        paused[max(begin - first, 0) : stop] = True
    return paused


def _reaches(rule: Rule, values: Floats) -> Flags:
    """Days whose value is what the habit asks for; a day with nothing logged never is."""
    target = rule.target if rule.measured else 1.0
    return values <= target if rule.kind == "at_most" else values >= target


def strengths(rule: Rule, days: Days) -> Floats:
    """The strength after each day; nothing before the first logged one, days to come as today.

    The target is a day's: n times in d days ask for n of it in d days. What is measured against
    an upper limit counts on the days that are asked for.
    """
    times, span = frequency(rule.schedule)
    still = days.rest | (days.numbers > days.today)
    if not rule.measured:
        return strength.of_done(days.done, still, times, span)
    nothing, most = np.isnan(days.values), rule.kind == "at_most"
    if most:
        nothing |= ~due_days(rule.schedule, days.numbers)
    values = np.where(nothing, 0.0, days.values)
    begin = int(np.argmin(nothing)) if not nothing.all() else len(still)
    scores = np.zeros(len(still))
    scores[begin:] = strength.of_amounts(
        values[begin:], still[begin:], times, span, target=rule.target * times, at_most=most
    )
    return scores
