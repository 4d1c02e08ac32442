"""Days that "n times in d days" does not ask for any more."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.habits.covered import covered, intervals

LENGTH = 20


def ago(done: list[int], times: int, days: int, skipped: tuple[int, ...] = ()) -> list[int]:
    """The covered ones of the last twenty days, in days ago."""
    offsets = np.arange(LENGTH)[::-1]
    found = covered(np.isin(offsets, done), np.isin(offsets, skipped), times, days)
    return sorted(offsets[found].tolist())


def test_once_in_three_days() -> None:
    assert ago([4, 9, 10], 1, 3) == [2, 3, 7, 8, 11, 12]


def test_a_skipped_day_is_not_covered() -> None:
    assert ago([4, 9, 10], 1, 3, skipped=(3, 8)) == [2, 7, 11, 12]


def test_twice_in_five_days_needs_both() -> None:
    assert ago([10], 2, 5) == []
    assert ago([7, 10], 2, 5) == [6, 8, 9]
    assert ago([5, 10], 2, 5) == []


def test_an_older_interval_moves_back_only_as_far_as_it_holds_its_last_done_day() -> None:
    assert intervals([100, 102, 103], 2, 4) == [(102, 105), (99, 102)]
    assert intervals([100, 101, 102], 1, 3) == [(102, 104), (99, 101), (98, 100)]


def test_daily_covers_nothing() -> None:
    assert ago([1, 2, 5], 1, 1) == []


History = st.lists(st.sampled_from(["done", "skipped", "not"]), min_size=1, max_size=120)


@given(History, st.integers(1, 8), st.integers(1, 30))
def test_covered_days_are_near_what_was_done(history: list[str], times: int, days: int) -> None:
    times = min(times, days)
    done, skipped = (np.array([day == word for day in history]) for word in ("done", "skipped"))
    found = covered(done, skipped, times, days)
    assert not (found & done).any()
    assert not (found & skipped).any()
    inside = np.zeros(len(history), bool)
    at = np.flatnonzero(done)
    for first, last in intervals(at.tolist(), times, days):
        assert last - first == days - 1
        assert ((at >= first) & (at <= last)).sum() >= times
        inside[max(first, 0) : max(last + 1, 0)] = True
    assert (found == (inside & ~done & ~skipped)).all()


@given(History, st.integers(1, 8), st.integers(1, 30))
def test_the_order_of_the_days_does_not_matter(history: list[str], times: int, days: int) -> None:
    at = [number for number, day in enumerate(history) if day == "done"]
    assert intervals(at, times, days) == intervals(at[::-1], times, days)
