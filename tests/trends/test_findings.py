"""What a look finds, and what it says is missing."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

from backend.trends import designs, families
from backend.trends.eligibility import Lack, Want
from backend.trends.findings import Finding, Timing, look
from backend.trends.regression import Floats
from tests.trends.series import MONDAY, gaps, habit, moods

pytestmark = pytest.mark.filterwarnings("error")
NAN = np.nan
CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=6)


def one(mood: Floats, done: Floats, timing: Timing = Timing.SAME_DAY) -> Finding:
    """The finding about a single habit."""
    return next(f for f in look(mood, {"walk": done}, MONDAY) if f.timing is timing)


def lacks(mood: Floats, done: Floats) -> list[Want]:
    """What is missing for the same day."""
    return [lack.want for lack in one(mood, done).lacks]


@given(CHANCES)
@example([0.0, 0.0, 1.0, 1.0, 1.0, 0.025])
def test_chances_are_adjusted_as_benjamini_and_hochberg_did(chances: list[float]) -> None:
    found = families.adjusted(np.array(chances))
    reject, theirs, _, _ = multipletests(chances, 0.05, "fdr_bh")
    np.testing.assert_allclose(found, theirs, rtol=1e-12)
    np.testing.assert_allclose(found, false_discovery_control(chances), rtol=1e-12)
    sure = np.abs(found - 0.05) > 1e-12  # at the limit itself, each rounds in its own way
    np.testing.assert_array_equal(found[sure] <= 0.05, reject[sure])


def test_nothing_tested_is_nothing_found() -> None:
    assert families.adjusted(np.empty(0)).tolist() == []


@pytest.mark.parametrize(
    ("found", "tested", "level"), [(3, 3, 0.95), (2, 3, 29 / 30), (1, 3, 59 / 60), (0, 3, 59 / 60)]
)
def test_the_fewer_are_found_the_wider_their_intervals(
    found: int, tested: int, level: float
) -> None:
    assert families.level(found, tested, 0.05) == pytest.approx(level)


@given(seed=st.integers(0, 500), effect=st.sampled_from([0.0, 0.3, 0.6]))
def test_an_interval_leaves_out_zero_exactly_where_its_test_was_found(
    seed: int, effect: float
) -> None:
    names = ["a", "b", "c"]
    habits = {name: habit(200, seed + at) for at, name in enumerate(names)}
    for finding in look(moods(200, seed) + effect * habits["a"], habits, MONDAY):
        assert finding.low is not None
        assert finding.high is not None
        assert finding.adjusted is not None
        assert (finding.low > 0 or finding.high < 0) == (finding.adjusted <= families.Q)


def test_both_families_are_told_in_the_order_of_the_habits() -> None:
    habits = {"walk": habit(90, 1), "tea": habit(90, 2)}
    told = [(f.habit, f.timing.value) for f in look(moods(90, 1), habits, MONDAY)]
    assert told == [
        ("walk", "same_day"), ("tea", "same_day"), ("walk", "day_after"), ("tea", "day_after"),
    ]  # fmt: skip


def test_a_family_counts_only_what_could_be_tested() -> None:
    habits = {"walk": habit(120, 1), "tea": np.full(120, NAN)}
    walk, tea, *_ = look(moods(120, 1), habits, MONDAY)
    assert walk.adjusted == walk.p
    assert walk.level == pytest.approx(1 - families.Q)
    assert (tea.days, tea.used, tea.estimate, tea.adjusted) == (0, 0, None, None)


def test_a_finding_says_what_it_rests_on() -> None:
    mood, done = gaps(moods(150, 2), 2), habit(150, 2)
    found = one(mood, done)
    design = designs.same_day(designs.pair(mood, done, MONDAY))
    assert (found.used, found.done) == (len(design.response), design.regressor.sum())
    assert found.days == 150


def test_a_clear_difference_is_found() -> None:
    done = habit(200, 1)
    found = one(moods(200, 1) + 0.7 * done, done)
    assert found.found
    assert found.low is not None
    assert 0 < found.low < 0.7


def test_a_small_difference_is_no_finding_however_sure_it_is() -> None:
    done = habit(2_000, 1)
    found = one(3 + 0.6 * habit(2_000, 5) + 0.15 * done, done)
    assert found.adjusted is not None
    assert found.adjusted < 0.001
    assert not found.found


def test_a_mood_that_comes_first_is_said() -> None:
    mood, luck = moods(400, 3), np.random.default_rng(3).random(400)
    before = np.concatenate([[3.0], mood[:-1]])
    done = (luck < 1 / (1 + np.exp(-2 * (before - 3)))).astype(float)
    assert one(mood + 0.6 * done, done).mood_first
    assert not one(mood, done).mood_first  # nothing found: nothing to add
    other = habit(400, 3)
    assert not one(moods(400, 4) + 0.6 * other, other).mood_first


def test_more_than_three_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 3 habits"):
        look(moods(90, 1), {str(n): habit(90, n) for n in range(4)}, MONDAY)


def test_too_few_days_say_how_many() -> None:
    found = one(moods(38, 1), habit(38, 1))
    assert found.lacks == (Lack(Want.DAYS, 37, 60),)
    assert (found.estimate, found.p, found.found) == (None, None, False)


def test_just_enough_is_enough() -> None:
    done = np.zeros(61)
    done[1:60:4] = 1
    done[1] = 0
    found = one(moods(61, 1), done)
    assert (found.used, found.done, found.lacks) == (60, 14, ())


def test_an_empty_diary_lacks_everything() -> None:
    assert Want.DAYS in lacks(np.empty(0), np.empty(0))
    assert Want.DAYS in lacks(np.full(100, NAN), habit(100, 1))


def test_a_habit_done_nearly_always_lacks_days_without() -> None:
    done = np.ones(100)
    done[10:18] = 0
    assert one(moods(100, 1), done).lacks == (Lack(Want.WITHOUT, 8, 14),)


@pytest.mark.parametrize(("value", "want"), [(0.0, Want.WITH), (1.0, Want.WITHOUT)])
def test_a_habit_that_never_varies_lacks_the_other_days(value: float, want: Want) -> None:
    assert lacks(moods(100, 1), np.full(100, value)) == [want]


def test_a_mood_that_never_varies_explains_nothing() -> None:
    assert one(np.full(100, 4.0), habit(100, 1)).lacks == (Lack(Want.SPREAD, 0.0, 0.3),)


def test_half_of_the_days_must_be_answered() -> None:
    mood = moods(300, 1)
    mood[70:299] = NAN
    assert one(mood, habit(300, 1)).lacks == (Lack(Want.ANSWERED, 71, 150),)


def test_a_habit_of_mondays_cannot_be_told_from_mondays() -> None:
    mondays = (np.arange(200) % 7 == 0).astype(float)
    assert lacks(moods(200, 1), mondays) == [Want.APART]


@given(
    days=st.integers(0, 130),
    seed=st.integers(0, 1_000),
    missing=st.sampled_from([0.0, 0.2, 0.6, 1.0]),
    share=st.sampled_from([0.0, 0.1, 0.5, 1.0]),
    rounded=st.booleans(),
)
def test_whatever_comes_a_finding_has_numbers_or_says_what_it_lacks(
    days: int, seed: int, missing: float, share: float, rounded: bool
) -> None:
    mood = gaps(moods(days, seed), seed, missing)
    mood = np.round(mood) if rounded else mood
    for finding in look(mood, {"a": habit(days, seed, share)}, seed % 7):
        numbers = [finding.estimate, finding.low, finding.high, finding.p, finding.adjusted]
        if finding.lacks:
            assert numbers == [None] * 5
        else:
            assert np.isfinite(np.array(numbers, dtype=float)).all()
