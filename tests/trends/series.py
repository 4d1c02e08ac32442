"""Small series of mood and habits for the tests of insights."""

import numpy as np

from backend.trends.designs import Pair, pair
from backend.trends.regression import Floats

MONDAY = 0


def moods(days: int, seed: int, carry: float = 0.5) -> Floats:
    """An AR(1) series around 3 points, seldom out of 1 to 5."""
    noise = np.random.default_rng([seed, 1]).normal(0, 0.6, days)
    for day in range(1, days):
        noise[day] += carry * noise[day - 1]
    return 3 + noise


def habit(days: int, seed: int, share: float = 0.5) -> Floats:
    """A habit done on about this share of days, at random."""
    return (np.random.default_rng([seed, 2]).random(days) < share).astype(float)


def gaps(values: Floats, seed: int, share: float = 0.15) -> Floats:
    """The series with about this share of days missing."""
    return np.where(np.random.default_rng([seed, 3]).random(len(values)) < share, np.nan, values)


def diary(days: int = 180, seed: int = 0, effect: float = 0.0, weekday: int = MONDAY) -> Pair:
    """Mood and habit with gaps; the habit adds `effect` points to the mood of its day."""
    done = habit(days, seed)
    mood = moods(days, seed) + effect * done
    return pair(gaps(mood, seed), gaps(done, seed + 1), weekday)
