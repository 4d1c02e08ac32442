"""`everkeel insights analyse`: the same answers for anyone's diary as in the app."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from backend.trends import findings, standing
from backend.trends.changes import changes
from backend.trends.findings import Finding
from backend.trends.table import Table, TableError, read
from backend.trends.trendline import NEEDS, trend

Looks = Sequence[tuple[date, Finding]]


def analyse(path: Path) -> dict[str, Any]:
    """Insights, trend and changes of a CSV file, ready for JSON; TableError when it is not one.

    The looks are 30 days apart and the last one is on the file's last day.
    """
    try:
        return described(read(path.read_text("utf-8")))
    except OSError as error:
        raise TableError(error.strerror) from error
    except UnicodeDecodeError as error:
        raise TableError("it is not a text in UTF-8") from error


def described(table: Table) -> dict[str, Any]:
    """What a diary says, as lists, numbers and ISO dates."""
    days = standing.look_days(table.last, len(table.mood))
    rounds = [(day, _look(table, day)) for day in days]
    count = len(rounds[-1][1])
    found = trend(table.mood)
    return {
        "from": table.first.isoformat(),
        "to": table.last.isoformat(),
        "days_with_mood": found.days,
        "looks": [day.isoformat() for day in days],
        "insights": [_insight([(day, one[at]) for day, one in rounds]) for at in range(count)],
        "trend": {**asdict(found), "needs": NEEDS, "called": found.called},
        "changes": [
            {"on": (table.first + timedelta(days=one.at)).isoformat(), **_without_at(asdict(one))}
            for one in changes(table.mood)
        ],
    }


def _look(table: Table, day: date) -> tuple[Finding, ...]:
    """What was to be found by the end of a day."""
    end = (day - table.first).days + 1
    habits = {name: values[:end] for name, values in table.habits.items()}
    return findings.look(table.mood[:end], habits, table.first.weekday())


def _insight(looks: Looks) -> dict[str, Any]:
    """The last look's numbers, and what may be said after all of them."""
    reached = standing.after(looks)
    since = reached.since.isoformat() if reached.since else None
    return {**asdict(looks[-1][1]), "state": reached.state, "since": since}


def _without_at(change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in change.items() if name != "at"}
