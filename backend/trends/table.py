"""A diary as CSV: one row per day, columns date, mood and up to three habits (pure)."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from backend.trends.findings import FOCUS
from backend.trends.regression import Floats

LONGEST = 3_660  # days from the first row to the last
MOOD = (1.0, 5.0)


class TableError(ValueError):
    """A file that cannot be analysed; the message says what is wrong and in which line."""


@dataclass(frozen=True, slots=True)
class Table:
    """One value per calendar day from `first` on, each series (days,); NaN = missing."""

    first: date
    mood: Floats
    habits: dict[str, Floats]

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=len(self.mood) - 1)


def read(text: str) -> Table:
    """The diary in a CSV text; rows may be in any order. TableError when something is wrong."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        names = _names(next(reader, []))
        rows = dict(_rows(reader, names))
    except csv.Error as error:
        raise TableError(f"line {reader.line_num}: {error}") from error
    if not rows:
        raise TableError("there is no day in it")
    return _table(names[1:], rows)


def _names(header: Sequence[str]) -> list[str]:
    names = [name.strip() for name in header]
    if [name.lower() for name in names[:2]] != ["date", "mood"]:
        raise TableError("line 1: the columns must be date,mood, then one for each habit")
    habits = names[2:]
    if not 1 <= len(habits) <= FOCUS:
        raise TableError(
            f"line 1: {len(habits)} habits; choose one to {FOCUS}, as the more are compared, "
            "the more chance finds"
        )
    if len({name.lower() for name in names}) < len(names) or "" in habits:
        raise TableError("line 1: every habit needs a name of its own")
    return names


def _rows(
    reader: Iterable[Sequence[str]], names: Sequence[str]
) -> Iterable[tuple[date, list[float]]]:
    seen: set[date] = set()
    for number, cells in enumerate(reader, start=2):
        if not "".join(cells).strip():
            continue
        if len(cells) != len(names):
            raise TableError(f"line {number}: {len(cells)} values, but {len(names)} columns")
        day = _date(cells[0].strip(), number)
        if day in seen:
            raise TableError(f"line {number}: {day} is there twice")
        seen.add(day)
        yield day, [_value(*pair, number) for pair in zip(names[1:], cells[1:], strict=True)]


def _date(text: str, line: int) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # the parser knows weeks and shorter forms too
        raise TableError(f"line {line}: {text[:40]!r} is not a date such as 2026-01-31")
    return day


def _value(name: str, cell: str, line: int) -> float:
    """A cell's number, NaN when it is empty."""
    text = cell.strip()
    if not text:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    fits = MOOD[0] <= value <= MOOD[1] if name.lower() == "mood" else value in (0.0, 1.0)
    if not fits:
        wanted = "a number from 1 to 5" if name.lower() == "mood" else "0 or 1"
        raise TableError(f"line {line}: {name} is {text[:40]!r}, not {wanted}")
    return value


def _table(names: Sequence[str], rows: dict[date, list[float]]) -> Table:
    first, last = min(rows), max(rows)
    length = (last - first).days + 1
    if length > LONGEST:
        raise TableError(f"from {first} to {last} are {length} days; {LONGEST} are the most")
    values = np.full((len(names), length), np.nan)
    for day, cells in rows.items():
        values[:, (day - first).days] = cells
    mood, *habits = values
    return Table(first, mood, dict(zip(names[1:], habits, strict=True)))
