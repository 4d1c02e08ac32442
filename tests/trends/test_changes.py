"""When an average changed."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.trends.changes import changes, cuts, penalty
from backend.trends.regression import Floats
from backend.trends.trendline import carry_over
from tests.trends.series import moods

pytestmark = pytest.mark.filterwarnings("error")


def cost(values: Floats, at: tuple[int, ...], price: float) -> float:
    """The squares around the parts' means and the price of the cuts."""
    parts = np.split(values, list(at))
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts) + price * len(at)


def best(values: Floats, price: float, shortest: int) -> float:
    """The cost of the best partition, by trying them all."""
    count = len(values)
    every = (
        at
        for size in range(count // shortest)
        for at in combinations(range(shortest, count - shortest + 1), size)
        if all(b - a >= shortest for a, b in pairwise(at))
    )
    return min(cost(values, at, price) for at in every)


@given(
    count=st.integers(4, 18),
    seed=st.integers(0, 10_000),
    price=st.floats(0.01, 6),
    shortest=st.integers(2, 4),
)
@example(count=12, seed=3, price=1.0, shortest=4)  # where a start is given up too early
def test_no_partition_is_better(count: int, seed: int, price: float, shortest: int) -> None:
    values = np.random.default_rng(seed).normal(size=count).cumsum()
    found = tuple(cuts(values, price, shortest))
    sizes = np.diff([0, *found, count])
    assert sizes.min() >= shortest
    assert cost(values, found, price) == pytest.approx(best(values, price, shortest))


def test_a_new_average_is_noticed_where_it_begins() -> None:
    values = 0.5 * moods(180, 1, 0.2) + 1.5 + 1.2 * (np.arange(180) >= 110)
    (found,) = changes(values)
    assert abs(found.at - 110) <= 3
    assert found.after - found.before == pytest.approx(1.2, abs=0.2)
    assert (found.days_before, found.days_after) == (found.at, 180 - found.at)


def test_days_without_a_mood_are_counted_in_the_date_but_not_in_the_means() -> None:
    values = moods(140, 1, 0.0) + 1.5 * (np.arange(140) >= 70)
    values[10:40] = np.nan
    (found,) = changes(values)
    assert abs(found.at - 70) <= 2
    assert (found.days_before, found.days_after) == (found.at - 30, 140 - found.at)
    assert found.before == pytest.approx(np.nanmean(values[: found.at]))
    assert found.after == pytest.approx(np.nanmean(values[found.at :]))


def test_there_and_back_are_two_changes() -> None:
    values = moods(270, 2, 0.0) + np.repeat([0.0, 1.5, 0.0], 90)
    up, down = changes(values)
    assert (abs(up.at - 90) <= 2, abs(down.at - 180) <= 2) == (True, True)
    assert up.after == down.before
    assert up.days_after == down.days_before == down.at - up.at


def test_less_than_a_fortnight_is_no_change() -> None:
    values = moods(120, 3, 0.0)
    values[60:72] += 3
    for found in changes(values):
        assert min(found.days_before, found.days_after) >= 14


def test_days_that_resemble_each_other_make_a_cut_dearer() -> None:
    values = moods(200, 1, 0.7)
    carry = carry_over(values)
    plain = 2 * np.var(values) * np.log(len(values))
    assert penalty(values) == pytest.approx(plain * (1 + carry) / (1 - carry))


def test_a_wobble_is_no_change() -> None:
    assert sum(bool(changes(moods(180, seed, 0.7))) for seed in range(60)) <= 3


def test_a_wobble_on_three_days_a_week_is_no_change_however_few_days_are_neighbours() -> None:
    told = 0
    for seed in range(60):
        answered = np.isin(np.arange(365) % 7, (0, 2, 4))
        answered[np.random.default_rng(seed).choice(365, 5, replace=False)] = True
        told += bool(changes(np.where(answered, moods(365, seed), np.nan)))
    assert told <= 3


@pytest.mark.parametrize("days", [0, 30, 59])
def test_below_sixty_days_nothing_is_said(days: int) -> None:
    values = np.where(np.arange(days) < 30, 1.0, 5.0)
    assert changes(np.concatenate([values, np.full(30, np.nan)])) == ()


@pytest.mark.parametrize("mood", [3.0, 3.4, 10 / 3])
def test_a_mood_that_never_varies_never_changed(mood: float) -> None:
    assert changes(np.full(90, mood)) == ()
