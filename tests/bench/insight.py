"""What insights cost: one test of a year, and the looks of a night.

Looks are 30 days apart, so that a thirtieth of the people is due each night. The nightly run itself
looks at 500 people on SQLite, with three focus habits and two months to a year of days each, and
its time is scaled to the 30-day looks of 10,000.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from backend.trends import designs
from backend.trends.changes import changes
from backend.trends.designs import pair
from backend.trends.findings import look
from backend.trends.trendline import trend
from tests.bench import nights, people
from tests.bench.result import Result

NAME = "insight"
PURPOSE = "CPU of one insight test over 365 days, and the nightly run for 10,000 people"
GOAL = "one test of 365 days ≤ 2 ms"
DAYS, LEAST_DAYS = 365, 60
MOST_MS = 2.0
EVERYBODY, BETWEEN = 10_000, 30


def run(quick: bool) -> Result:
    """Prints milliseconds of CPU, the median over tests of different people."""
    many = 100 if quick else 500
    moods, habits = people.crowd(many, DAYS, 2, np.random.default_rng(5))
    tests = {
        "same_day": lambda at: _p(designs.same_day, moods[at], habits[at, 0]),
        "day_after": lambda at: _p(designs.day_after, moods[at], habits[at, 0]),
        "look_of_six": lambda at: look(moods[at], _named(habits[at]), 0),
        "trend": lambda at: trend(moods[at]),
        "changes": lambda at: changes(moods[at]),
    }
    figures = {f"{name}_ms": _median_ms(test, many) for name, test in tests.items()}
    cpu, waited = nights.night([_diary(moods[at], habits[at], at) for at in range(many)])
    for name, spent in (("cpu", cpu), ("waited", waited)):
        whole = spent / many * EVERYBODY
        figures[f"all_looks_{name}_s_per_10000"] = round(whole, 1)
        figures[f"night_{name}_s_of_10000_people"] = round(whole / BETWEEN, 2)
    for name, value in figures.items():
        print(f"{name:28}{value:10.3f}")
    return Result(figures, max(figures["same_day_ms"], figures["day_after_ms"]) <= MOST_MS)


def _p(
    design: Callable[[designs.Pair], designs.Design], mood: people.Floats, habit: people.Floats
) -> float:
    """One test from the series to its p value."""
    fit = design(pair(mood, habit, 0)).fit()
    assert fit
    return fit.p


def _named(habits: people.Floats) -> dict[str, people.Floats]:
    return {str(at): habit for at, habit in enumerate(habits)}


def _diary(mood: people.Floats, habits: people.Floats, person: int) -> nights.Diary:
    """Somebody who has kept a diary for two months to a year."""
    days = LEAST_DAYS + person * 61 % (DAYS - LEAST_DAYS)
    return nights.Diary(mood[-days:], habits[:, -days:])


def _median_ms(test: Callable[[int], object], many: int) -> float:
    test(0)
    return round(statistics.median(_seconds(test, 1, at) for at in range(many)) * 1000, 3)


def _seconds(test: Callable[[int], object], many: int, first: int = 0) -> float:
    began = time.process_time()
    for at in range(first, first + many):
        test(at)
    return time.process_time() - began
