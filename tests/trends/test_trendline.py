"""Up or down, compared with scipy and pymannkendall."""

import numpy as np
import pymannkendall
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import theilslopes

from backend.trends.trendline import (
    MONTH,
    NEEDS,
    Trend,
    carry_over,
    mann_kendall,
    theil_sen,
    trend,
    whitened,
)
from tests.trends.series import gaps, moods

pytestmark = pytest.mark.filterwarnings("error")
DAYS, SEEDS = st.integers(60, 200), st.integers(0, 10_000)


@given(days=DAYS, seed=SEEDS, rounded=st.booleans(), missing=st.sampled_from([0.0, 0.15, 0.5]))
def test_the_test_is_that_of_pymannkendall(
    days: int, seed: int, rounded: bool, missing: float
) -> None:
    values = moods(2 * days, seed) + 0.004 * np.arange(2 * days)
    values = gaps(values.round() if rounded else values, seed, missing)
    known = values[~np.isnan(values)]
    assume(len(known) >= NEEDS)
    plain = pymannkendall.original_test(known)
    white = pymannkendall.pre_whitening_modification_test(values)  # which leaves gaps out
    assert mann_kendall(known) == pytest.approx(plain.p, rel=1e-9, abs=1e-14)
    assert trend(values).p == pytest.approx(white.p, rel=1e-9, abs=1e-14)


@given(days=DAYS, seed=SEEDS)
def test_the_slope_is_that_of_scipy(days: int, seed: int) -> None:
    values = gaps(moods(days, seed), seed)
    known = np.flatnonzero(~np.isnan(values))
    theirs = theilslopes(values[known], known).slope
    assert theil_sen(known, values[known]) == pytest.approx(theirs, rel=1e-9)


def test_a_slope_counts_the_days_between_and_not_the_rows() -> None:
    values = np.linspace(2.0, 3.39, 140)
    values[20:70] = np.nan
    assert trend(values).slope == pytest.approx(0.3)


@pytest.mark.parametrize("way", [-1, 1])
def test_a_steep_trend_is_called(way: int) -> None:
    found = trend(moods(180, 1) + np.linspace(0.0, way * 1.8, 180))
    assert found.called
    assert found.slope is not None
    assert found.slope * way > 0.15


def test_a_slow_trend_is_not_called_however_sure_it_is() -> None:
    found = trend(3 + 0.1 / MONTH * np.arange(365) + 0.1 * moods(365, 1, 0.0))
    assert found.p is not None
    assert found.p < 0.01
    assert not found.called


def test_a_wobble_is_no_trend() -> None:
    called = [trend(moods(120, seed, 0.7)).called for seed in range(60)]
    assert sum(called) <= 6


def test_below_sixty_days_nothing_is_said() -> None:
    values = moods(90, 1)
    values[::3] = np.nan
    values[1] = np.nan
    assert trend(values) == Trend(59)
    assert not trend(values).called
    assert trend(np.empty(0)) == Trend(0)


def test_a_mood_that_never_varies_has_no_trend() -> None:
    assert trend(np.full(80, 4.0)) == Trend(80, 0.0, 1.0)


def test_a_steep_trend_is_called_of_every_second_day_too() -> None:
    values = moods(140, 1) + 0.02 * np.arange(140)
    values[::2] = np.nan
    assert trend(values).called


def test_a_wobble_on_every_second_day_is_no_trend() -> None:
    every_second = np.where(np.arange(240) % 2, np.nan, 0.0)
    called = [trend(moods(240, seed, 0.7) + every_second).called for seed in range(60)]
    assert sum(called) <= 6


@given(seed=SEEDS)
def test_the_carry_over_is_the_usual_autocorrelation(seed: int) -> None:
    values = moods(150, seed)
    centred = values - values.mean()
    usual = centred[1:] @ centred[:-1] / (centred @ centred)
    assert carry_over(values) == pytest.approx(usual, rel=1e-9, abs=1e-12)


def test_what_a_value_has_of_the_one_before_is_taken_out() -> None:
    values = np.array([1, 2, 4, 3.0])
    r1 = carry_over(values)
    np.testing.assert_allclose(whitened(values), [2 - r1 * 1, 4 - r1 * 2, 3 - r1 * 4])
