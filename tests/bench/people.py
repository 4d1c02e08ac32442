"""Simulated people: series of mood and habits with a known truth, for `calibration` and `insight`.

All are (people, days) and made day by day for everyone at once. Mood is AR(1) of variance 1 before
what a design adds to it; what is stored is clip(round(3.3 + 0.9 mood), 1, 5). Day 0 is a Monday.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]

POINTS = 0.9  # points of the stored scale for one standard deviation of mood
CARRIES = (0.3, 0.5, 0.7)
EFFECT = 0.5  # standard deviations of mood
FOCUS = 3
SHARE = 0.5  # of days with a streaky habit
STREAKY: Mapping[str, float] = {"streaky .5": 0.5, "streaky .7": 0.7}
KINDS = (*STREAKY, "weekend", "fading", "drifting", "mood-driven")


@dataclass(frozen=True, slots=True)
class World:
    """How many people and days, and how much of mood one day hands to the next."""

    people: int
    days: int
    carry: float


def moods(world: World, chance: Generator) -> Floats:
    """Stationary AR(1) of variance 1."""
    noise = chance.normal(size=(world.people, world.days))
    noise[:, 1:] *= np.sqrt(1 - world.carry**2)
    for day in range(1, world.days):
        noise[:, day] += world.carry * noise[:, day - 1]
    return noise


def habit(kind: str, base: Floats, chance: Generator) -> tuple[Floats, Floats]:
    """A habit (0, 1) without any effect, and what its confounder adds to mood."""
    if kind in STREAKY:
        return streaky(base.shape, STREAKY[kind], chance), np.zeros_like(base)
    if kind == "mood-driven":
        before = np.concatenate([chance.normal(size=(len(base), 1)), base[:, :-1]], axis=1)
        return _drawn(_logistic(0.8 * before), chance), np.zeros_like(base)
    odds, added = {"weekend": weekend, "fading": fading, "drifting": drifting}[kind](base, chance)
    return _drawn(odds, chance), added


def streaky(shape: tuple[int, ...], carry: float, chance: Generator) -> Floats:
    """P(x_t = 1) = p + carry (x_{t-1} - p)."""
    luck = chance.random(shape)
    done = np.zeros(shape)
    done[:, 0] = luck[:, 0] < SHARE
    for day in range(1, shape[1]):
        done[:, day] = luck[:, day] < SHARE + carry * (done[:, day - 1] - SHARE)
    return done


def weekend(base: Floats, _: Generator) -> tuple[Floats, Floats]:
    """Four times in five at weekends, once in four otherwise; mood + 0.6 at weekends."""
    free = np.broadcast_to(np.arange(base.shape[1]) % 7 >= 5, base.shape)
    return np.where(free, 0.8, 0.25), np.where(free, 0.6, 0.0)


def fading(base: Floats, chance: Generator) -> tuple[Floats, Floats]:
    """The habit fades from .9 to .2 while mood goes from -1 to +1 or from +1 to -1."""
    way = chance.choice([-1.0, 1.0], size=(len(base), 1))
    line = np.linspace(0, 1, base.shape[1])
    return np.broadcast_to(0.9 - 0.7 * line, base.shape), way * (2 * line - 1)


def drifting(base: Floats, chance: Generator) -> tuple[Floats, Floats]:
    """Independent slow sines of 60 to 240 days: amplitude 1.2 in the logit, 1 in mood."""
    return _logistic(1.2 * _sines(base.shape, chance)), _sines(base.shape, chance)


def _sines(shape: tuple[int, ...], chance: Generator) -> Floats:
    period = chance.uniform(60, 240, (shape[0], 1))
    phase = chance.uniform(0, 2 * np.pi, (shape[0], 1))
    return np.sin(2 * np.pi * np.arange(shape[1]) / period + phase)


def stored(mood: Floats) -> Floats:
    """Mood as a person taps it, 1 to 5."""
    return np.clip(np.round(3.3 + POINTS * mood), 1.0, 5.0)


def forgotten(values: Floats, share: float, chance: Generator) -> Floats:
    """The series with this share of days missing at random."""
    return np.where(chance.random(values.shape) < share, np.nan, values)


def crowd(people: int, days: int, effects: int, chance: Generator) -> tuple[Floats, Floats]:
    """Stored moods (people, days) and three focus habits (people, 3, days), 15 % of days missing.

    Everybody has one of the three carries and three of the six kinds of habit, with what confounds
    them; the first `effects` habits do move the mood of their day, by half a standard deviation.
    Others' habits get no claim, so that they are left out.
    """
    carries = chance.choice(CARRIES, (people, 1, 1))
    bases = np.stack([moods(World(people, days, carry), chance) for carry in CARRIES], axis=1)
    base = np.take_along_axis(bases, np.searchsorted(CARRIES, carries), axis=1)[:, 0]
    mood, done = base.copy(), np.empty((people, FOCUS, days))
    kinds = chance.permuted(np.tile(np.arange(len(KINDS)), (people, 1)), axis=1)
    for at in range(FOCUS):
        for number, kind in enumerate(KINDS):
            mine = kinds[:, at] == number
            done[mine, at], added = habit(kind, base[mine], chance)
            mood[mine] += added
    mood += EFFECT * done[:, :effects].sum(axis=1)
    answered = forgotten(np.zeros_like(mood), 0.15, chance)
    return stored(mood) + answered, done + answered[:, None]


def _logistic(values: Floats) -> Floats:
    return 1 / (1 + np.exp(-values))


def _drawn(odds: Floats, chance: Generator) -> Floats:
    return (chance.random(odds.shape) < odds).astype(np.float64)
