"""What may be said, look by look."""

from datetime import date, timedelta

import pytest

from backend.trends import standing
from backend.trends.findings import Finding, Timing
from backend.trends.standing import Standing, State

FIRST = date(2026, 3, 1)


def at(look: int) -> date:
    """The day of a look."""
    return FIRST + look * standing.BETWEEN


def finding(sign: int | None) -> Finding:
    """One that found a link of this sign; 0 = found none, None = could not test."""
    bare = ("walk", Timing.SAME_DAY, 120, 100, 40, ())
    if sign is None:
        return Finding(*bare)
    return Finding(*bare, estimate=0.4 * sign or 0.1, adjusted=0.01 if sign else 0.6)


def states(*signs: int | None) -> list[str]:
    """The state after each look."""
    looks = [(at(look), finding(sign)) for look, sign in enumerate(signs)]
    return [standing.after(looks[: end + 1]).state.value for end in range(len(looks))]


def test_a_link_is_shown_when_it_is_found_again() -> None:
    assert states(None, 0, 1, 1, 1) == ["too_early", "no_link", "possible", "shown", "shown"]


def test_a_link_that_is_not_found_again_is_dropped() -> None:
    assert states(1, 0, 1, 1) == ["possible", "no_link", "possible", "shown"]


def test_a_shown_link_that_fails_is_told_and_starts_anew() -> None:
    assert states(1, 1, 0, 0) == ["possible", "shown", "gone", "no_link"]
    assert states(1, 1, 0, 1, 1) == ["possible", "shown", "gone", "possible", "shown"]


def test_the_other_direction_is_another_link() -> None:
    assert states(1, -1, -1) == ["possible", "possible", "shown"]
    assert states(1, 1, -1, -1) == ["possible", "shown", "gone", "possible"]


def test_a_look_that_cannot_test_leaves_a_claim_alone() -> None:
    assert states(1, None, 1) == ["possible", "possible", "shown"]
    assert states(1, 1, None, 0) == ["possible", "shown", "shown", "gone"]
    assert states(0, None) == ["no_link", "too_early"]


@pytest.mark.parametrize(("days", "state"), [(29, State.POSSIBLE), (30, State.SHOWN)])
def test_again_means_thirty_days_later(days: int, state: State) -> None:
    before = Standing(State.POSSIBLE, FIRST, 1)
    after = standing.advance(before, finding(1), FIRST + timedelta(days=days))
    assert after == Standing(state, FIRST, 1)


def test_looks_end_with_the_last_day() -> None:
    assert standing.look_days(FIRST, 61) == [at(-2), at(-1), at(0)]
    assert standing.look_days(FIRST, 60) == [at(-1), at(0)]
    assert standing.look_days(FIRST, 1) == [at(0)]
