"""Looks in turn: what each found, what may be said since, and what it counted."""

from datetime import date, timedelta
from uuid import UUID

import numpy as np

from backend.trends import claims
from backend.trends.claims import Claim, Material
from backend.trends.eligibility import NOT_APART, Want
from backend.trends.findings import Timing
from backend.trends.plans import Subject
from backend.trends.standing import Standing, State
from tests.trends.series import habit, moods

FIRST = date(2026, 1, 5)
WALK, TEA = (Subject("habit", UUID(int=n)) for n in (1, 2))
SAME, AFTER = Timing.SAME_DAY, Timing.DAY_AFTER


def material(days: int = 200, effect: float = 0.9, **more: frozenset[claims.Place]) -> Material:
    """Walks that go with the mood of their day, and tea that does not."""
    walk, tea = habit(days, 1), habit(days, 2)
    lines = {WALK.key: walk, TEA.key: tea}
    return Material(FIRST, moods(days, 1) + effect * walk, lines, **more)


def on(days: int) -> date:
    return FIRST + timedelta(days=days)


def rounds(*days: int) -> list[tuple[date, list[Subject]]]:
    return [(on(day), [WALK, TEA]) for day in days]


def of(found: list[Claim], subject: Subject, timing: Timing = SAME) -> list[Claim]:
    return [one for one in found if (one.subject, one.finding.timing) == (subject, timing)]


def test_a_link_is_shown_from_the_second_look_that_finds_it() -> None:
    found = claims.after(material(), rounds(30, 60, 90, 120), {})
    walk = of(found, WALK)
    assert [one.standing.state.value for one in walk] == [
        "too_early", "too_early", "possible", "shown",
    ]  # fmt: skip
    assert walk[-1].standing == Standing(State.SHOWN, on(90), 1)
    assert {one.standing.state for one in of(found, TEA)[2:]} == {State.NO_LINK}


def test_a_look_knows_only_the_days_before_it() -> None:
    early = material()
    late = Material(FIRST, early.mood.copy(), early.lines)
    late.mood[90:] = np.nan
    (a,), (b,) = (of(claims.after(one, rounds(90), {}), WALK) for one in (early, late))
    assert a == b
    assert a.finding.days == 90


def test_what_was_said_before_goes_on() -> None:
    before = {(WALK.key, SAME): Standing(State.POSSIBLE, on(60), 1)}
    found = claims.after(material(), rounds(120), before)
    assert of(found, WALK)[0].standing == Standing(State.SHOWN, on(60), 1)
    assert of(claims.after(material(), rounds(120), {}), WALK)[0].standing.state is State.POSSIBLE


def test_a_claim_knows_how_many_were_tested_beside_it() -> None:
    found = claims.after(material(), rounds(120), {})
    assert {one.tested for one in found} == {2}
    assert {one.tested for one in claims.after(material(), rounds(30), {})} == {0}


def test_what_can_never_be_compared_says_so() -> None:
    apart = frozenset({(TEA.key, AFTER)})
    one = material(apart=apart)
    one.lines[TEA.key][:] = np.nan
    told = {(f.habit, f.timing): f.lacks for f in claims.look(one, [WALK, TEA], date.max)}
    assert told[TEA.key, AFTER] == (NOT_APART,)
    assert told[TEA.key, SAME][0].want is Want.DAYS
    assert claims.lacks(claims.look(one, [TEA], date.max)[1]) == [
        {"want": "own_pattern", "have": 0, "need": 1}
    ]
