"""A year of looks at simulated people, for `calibration`: what they are told that is not so."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from backend.trends import standing
from backend.trends.findings import Finding, Timing, look
from backend.trends.standing import Standing, State
from tests.bench import people

DAYS = 360
LAST = date(2026, 12, 31)
COUNTED = (180, 360)  # days of data at the looks of which single looks are counted
BARS = {
    (0, "any false finding"): 0.05,
    (2, "false discovery rate"): 0.05,
    (0, "ever shown falsely"): 0.07,
}
SHORT = {Timing.SAME_DAY: "same day", Timing.DAY_AFTER: "day after"}


@dataclass(slots=True)
class Tally:
    """What happened to how many people, by the number of true effects they have."""

    people: Counter[int] = field(default_factory=Counter)
    seen: Counter[tuple[int, str, str]] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.people + other.people, self.seen + other.seen)

    def rows(self) -> Iterator[tuple[str, str, float, int, float]]:
        """Bar, design, hits, people and the greatest share, infinite where it is no bar."""
        for (effects, bar, when), hits in sorted(self.seen.items(), key=str):
            limit = BARS.get((effects, bar), math.inf)
            name = bar if math.isfinite(limit) else f"({bar})"
            yield name, f"{effects} true effects, {when}", hits, self.people[effects], limit


def follow(count: int, effects: int, seed: int) -> Tally:
    """A year of so many people."""
    chance = np.random.default_rng([4, effects, seed])
    moods, habits = people.crowd(count, DAYS, effects, chance)
    tally = Tally(Counter({effects: count}))
    for mood, done in zip(moods, habits, strict=True):
        for bar, when, hit in _told(mood, done, effects):
            tally.seen[effects, bar, when] += hit  # type: ignore[assignment]
    return tally


def _told(
    mood: people.Floats, done: people.Floats, effects: int
) -> Iterator[tuple[str, str, float]]:
    """What one person would be told that is not so."""
    standings: dict[tuple[str, Timing], Standing] = {}
    ever: set[tuple[str, Timing]] = set()
    for day in standing.look_days(LAST, DAYS):
        days = DAYS - (LAST - day).days
        habits = {str(at): series[:days] for at, series in enumerate(done)}
        findings = look(mood[:days], habits, 0)
        for one in findings:
            key = (one.habit, one.timing)
            standings[key] = standing.advance(standings.get(key, Standing()), one, day)
        now = {key for key, one in standings.items() if one.state is State.SHOWN}
        ever |= {key for key in now if not _is_true(*key, effects)}
        if days in COUNTED:
            yield from _at_a_look(findings, effects, f"look at {days} days")
    yield "ever shown falsely", "a year", bool(ever)
    for timing, name in SHORT.items():
        yield f"ever shown, {name}", "a year", any(key[1] is timing for key in ever)


def _at_a_look(
    findings: tuple[Finding, ...], effects: int, when: str
) -> Iterator[tuple[str, str, float]]:
    found = [one for one in findings if one.found]
    false = [one for one in found if not _is_true(one.habit, one.timing, effects)]
    yield "any false finding", when, bool(false)
    for timing, name in SHORT.items():
        among = any(one.timing is timing for one in false)
        yield f"any false, {name}", when, among
    if effects:
        yield "false discovery rate", when, len(false) / len(found) if found else 0.0
        yield "true effects found", when, (len(found) - len(false)) / effects


def _is_true(habit: str, timing: Timing, effects: int) -> bool:
    return timing is Timing.SAME_DAY and int(habit) < effects
