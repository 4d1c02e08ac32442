"""Insights on simulated people whose truth is known: how often they are wrong, and how often right.

Every bar is a row; a row passes when its share lies within its limits. Rows without limits are for
information. The seeds are fixed, so that the same code gives the same counts.
"""

import math
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np

from backend.trends.changes import changes
from backend.trends.designs import Pair
from backend.trends.findings import DESIGNS, Timing
from backend.trends.trendline import trend
from tests.bench import people, years
from tests.bench.people import CARRIES, EFFECT, KINDS, POINTS, World
from tests.bench.result import Result

NAME = "calibration"
PURPOSE = "how often insights are wrong and right on simulated people whose truth is known"
GOAL = "false positives ≤ 0.06 a test, false insights ≤ 0.05 a look and ≤ 0.07 a year, power ≥ 0.80"
DAYS = (60, 90, 180, 365)
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """How often something happened among so many; least and most of its share, when it is a bar."""

    bar: str
    design: str
    hits: float
    tries: int
    most: float = math.inf
    least: float = -math.inf

    @property
    def share(self) -> float:
        """Hits of all."""
        return self.hits / self.tries

    @property
    def fits(self) -> bool:
        """Whether the share is within the limits."""
        return self.least <= self.share <= self.most


def run(quick: bool) -> Result:
    """Prints a table of every design; passes when all rows with limits are within them."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the workers, which begin afresh, take all cores
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context) as pool:
        waiting = [pool.submit(job, *given) for job, given in _jobs(quick)]
        seasons = [pool.submit(years.follow, *given) for given in _seasons(quick)]
        rows = [row for one in waiting for row in one.result()]
        found = sum((one.result() for one in seasons), start=years.Tally())
    rows += [Row(*given) for given in found.rows()]
    for row in rows:
        print(line(row), flush=True)
    return Result(_figures(rows), all(row.fits for row in rows))


def line(row: Row) -> str:
    """A row of the table."""
    limits = "" if math.isinf(row.most) else f"≤ {row.most:.2f}"
    limits = limits if math.isinf(row.least) else f"≥ {row.least:.2f} {limits}"
    missed = "" if row.fits else "  MISSED"
    counts = f"{row.hits:10,.1f} of {row.tries:7,}"
    return f"{row.bar:26}{row.design:40}{counts}{row.share:9.4f}  {limits}{missed}"


def _figures(rows: Iterable[Row]) -> dict[str, float]:
    """The worst share of each bar: the least where it has a least, otherwise the greatest."""
    figures: dict[str, float] = {}
    for row in rows:
        name = row.bar.replace(",", "").replace(" ", "_")
        pick: Callable[[float, float], float] = max if math.isinf(row.least) else min
        figures[name] = round(pick(figures.get(name, row.share), row.share), 4)
    return figures


def _jobs(quick: bool) -> Iterator[tuple[Callable[..., list[Row]], tuple[object, ...]]]:
    lengths, count = ((180,), 4_000) if quick else (DAYS, 10_000)
    carries = (0.5,) if quick else CARRIES
    for given in product(KINDS, carries, lengths):
        yield false_positives, (*given, False, count)
    for given in product(KINDS, carries, lengths[-1:]):
        yield false_positives, (*given, True, count)
    for kind, days in product(people.STREAKY, lengths):
        yield truths, (kind, days, count)
    for carry, days in product(carries, lengths):
        yield calm, (carry, days, False, count // 10)
    for carry, days in product(carries, lengths[-2:]):
        yield calm, (carry, days, True, count // 10)


def _seasons(quick: bool) -> Iterator[tuple[int, int, int]]:
    """People, effects and seed of each part of the years."""
    parts = 3 if quick else 20
    return ((250, effects, seed) for effects in (0, 2) for seed in range(parts))


def false_positives(kind: str, carry: float, days: int, taps: bool, count: int) -> list[Row]:
    """Significant tests, same day and day after, of a habit that has no effect."""
    chance = np.random.default_rng([1, KINDS.index(kind), round(carry * 10), days])
    base = people.moods(World(count, days, carry), chance)
    done, added = people.habit(kind, base, chance)
    mood = people.stored(base + added) if taps else 3.3 + POINTS * (base + added)
    design = f"{kind}, carry {carry}, {days} days"
    bar, most = ("(mood rounded to 1-5)", math.inf) if taps else ("false positives", 0.06)
    return [
        Row(bar, f"{design}, {timing}", _significant(mood, done, timing), count, most)
        for timing in Timing
    ]


def _significant(mood: people.Floats, done: people.Floats, timing: Timing) -> int:
    fits = (DESIGNS[timing](Pair(*series, 0)).fit() for series in zip(mood, done, strict=True))
    return sum(fit is not None and fit.p <= ALPHA for fit in fits)


def truths(kind: str, days: int, count: int) -> list[Row]:
    """How often a true effect is significant, and how often its 95 % interval holds it."""
    chance = np.random.default_rng([2, KINDS.index(kind), days])
    base = people.moods(World(count, days, 0.5), chance)
    done, _ = people.habit(kind, base, chance)
    mood = 3.3 + POINTS * (base + EFFECT * done)
    pairs = (Pair(*series, 0) for series in zip(mood, done, strict=True))
    fits = [fit for one in pairs if (fit := DESIGNS[Timing.SAME_DAY](one).fit())]
    held = sum(low <= EFFECT * POINTS <= high for low, high in (fit.interval() for fit in fits))
    found = sum(fit.p <= ALPHA for fit in fits)
    asked = (kind, days) == ("streaky .5", 180)
    design = f"{kind}, carry 0.5, {days} days, 0.5 SD"
    return [
        Row(
            "power" if asked else "(power)", design, found, count, least=0.8 if asked else -math.inf
        ),
        Row("coverage", design, held, len(fits), 0.98, 0.93),
    ]


def calm(carry: float, days: int, seldom: bool, count: int) -> list[Row]:
    """Trends and changes called where mood only wobbles, told each day or on three of the week."""
    chance = np.random.default_rng([3, round(carry * 10), days])
    moods = people.stored(people.moods(World(count, days, carry), chance))
    if seldom:
        moods[:, ~np.isin(np.arange(days) % 7, (0, 2, 4))] = np.nan
    design = f"no trend, carry {carry}, {days} days{', 3 a week' if seldom else ''}"
    return [
        Row("(false trends)", design, sum(trend(mood).called for mood in moods), count),
        Row("(false changes)", design, sum(bool(changes(mood)) for mood in moods), count),
    ]
