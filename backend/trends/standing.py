"""What may be said of a habit and mood, look by look: only what was found twice is shown (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.trends.findings import Finding

BETWEEN = timedelta(days=30)  # from one look to the next


class State(StrEnum):
    """How sure a claim is."""

    TOO_EARLY = "too_early"  # something is missing; the finding says what
    NO_LINK = "no_link"  # tested; no clear link
    POSSIBLE = "possible"  # found once, still checking
    SHOWN = "shown"  # found again at least 30 days later
    GONE = "gone"  # was shown and no longer holds


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, and since which look a link of this sign (-1, 1; 0 = none) has been found."""

    state: State = State.TOO_EARLY
    since: date | None = None
    sign: int = 0


def advance(before: Standing, finding: Finding, day: date) -> Standing:
    """The standing after a look on this day; a look that could not test leaves a claim alone."""
    if finding.estimate is None:
        return before if before.state in (State.POSSIBLE, State.SHOWN) else Standing()
    sign = 1 if finding.estimate > 0 else -1
    holds = finding.found and (before.sign, before.since is None) == (sign, False)
    if before.state is State.SHOWN:
        return before if holds else Standing(State.GONE)
    if not finding.found:
        return Standing(State.NO_LINK)
    if before.since is None or not holds:
        return Standing(State.POSSIBLE, day, sign)
    again = day - before.since >= BETWEEN
    return Standing(State.SHOWN if again else State.POSSIBLE, before.since, sign)


def after(looks: Iterable[tuple[date, Finding]]) -> Standing:
    """The standing after these looks at one habit, oldest first."""
    standing = Standing()
    for day, finding in looks:
        standing = advance(standing, finding, day)
    return standing


def look_days(last: date, days: int) -> list[date]:
    """The days of the looks at this many days of data that end with `last`, oldest first."""
    return [last - BETWEEN * back for back in range(max(0, days - 1) // BETWEEN.days, -1, -1)]
