"""The regression of insights, compared with statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from backend.trends import designs
from backend.trends.designs import Design
from backend.trends.regression import fit, independent
from tests.trends.series import diary, moods

pytestmark = pytest.mark.filterwarnings("error")
KINDS = [designs.same_day, designs.day_after, designs.mood_first]


def close(ours: list[float], theirs: list[float]) -> None:
    """The numbers are the same to nine digits."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def compare(design: Design) -> None:
    """Estimate, error, freedom, p and interval are those of statsmodels."""
    ours = design.fit()
    assert ours
    theirs = sm.OLS(design.response, np.column_stack([design.regressor, design.controls])).fit(
        cov_type="HC3", use_t=True
    )
    assert ours.freedom == theirs.df_resid
    close(
        [ours.estimate, ours.error, ours.p, *ours.interval(0.9)],
        [theirs.params[0], theirs.bse[0], theirs.pvalues[0], *theirs.conf_int(0.1)[0]],
    )


@pytest.mark.parametrize("make", KINDS)
@given(days=st.integers(100, 500), seed=st.integers(0, 10_000), weekday=st.integers(0, 6))
def test_it_is_ordinary_least_squares_with_hc3(
    make: designs.Maker, days: int, seed: int, weekday: int
) -> None:
    compare(make(diary(days, seed, 0.4, weekday)))


def test_columns_that_say_nothing_new_change_nothing() -> None:
    design = designs.same_day(diary())
    more = np.column_stack([design.controls, design.controls[:, 1:3].sum(axis=1), design.controls])
    once, again = design.fit(), fit(design.response, design.regressor, more)
    assert once
    assert again
    assert once.freedom == again.freedom
    close([again.estimate, again.error], [once.estimate, once.error])


def test_a_basis_is_orthonormal_and_as_wide_as_the_rank() -> None:
    columns = np.random.default_rng(1).normal(size=(40, 3))
    basis = independent(np.column_stack([columns, columns @ [1.0, 2.0, 3.0], np.zeros(40)]))
    np.testing.assert_allclose(basis.T @ basis, np.eye(3), atol=1e-12)


def test_more_columns_than_rows_leave_nothing_to_test() -> None:
    chance = np.random.default_rng(2)
    wide = np.column_stack([np.ones(8), chance.normal(size=(8, 9))])
    assert fit(chance.normal(size=8), chance.normal(size=8), wide) is None


def test_a_regressor_that_the_controls_give_away_has_no_coefficient() -> None:
    design = designs.same_day(diary())
    monday = design.controls[:, 0] - design.controls[:, 1:7].sum(axis=1)
    assert fit(design.response, monday, design.controls) is None


@pytest.mark.parametrize("days", [1, 2])
def test_a_day_or_two_beside_the_weekday_are_no_basis(days: int) -> None:
    design = designs.same_day(diary())
    mondays = design.controls[:, 0] - design.controls[:, 1:7].sum(axis=1)
    mondays[np.flatnonzero(design.controls[:, 1])[:days]] = 1
    assert fit(design.response, mondays, design.controls) is None


def test_a_single_day_is_no_basis_even_where_a_control_half_explains_it() -> None:
    control = 0.2 * (-1.0) ** np.arange(40)
    control[0] = 3
    controls = np.column_stack([np.ones(40), control])
    first = np.zeros(40)
    first[0] = 1
    assert fit(moods(40, 1), first, controls) is None


def test_the_only_sunday_counts_for_nothing() -> None:
    design = designs.same_day(diary())
    sundays = design.controls[:, 6] == 1
    one = ~sundays
    one[np.flatnonzero(sundays)[0]] = True
    with_it, without = (
        fit(design.response[kept], design.regressor[kept], design.controls[kept])
        for kept in (one, ~sundays)
    )
    assert with_it
    assert without
    close([with_it.estimate, with_it.error], [without.estimate, without.error])


def test_a_perfect_line_is_certain() -> None:
    done = np.tile([0.0, 1.0, 1.0, 0.0], 20)
    found = fit(3 + done, done, np.ones((80, 1)))
    assert found
    assert found.estimate == pytest.approx(1)
    assert found.p < 1e-12
    np.testing.assert_allclose(found.interval(), [1, 1])
