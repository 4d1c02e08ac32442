"""When insights are looked at, and at what."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from backend.trends import plans
from backend.trends.plans import Subject

ANCHOR = date(2026, 1, 10)
WALK, TEA = (Subject("habit", UUID(int=n)) for n in (1, 2))
COFFEE = Subject("factor", UUID(int=1))


def after(days: int) -> date:
    """So many days after the anchor."""
    return ANCHOR + timedelta(days=days)


@pytest.mark.parametrize(("day", "look"), [(-5, 30), (0, 30), (29, 30), (30, 60), (95, 120)])
def test_the_next_look_is_a_whole_number_of_looks_after_the_first_mood(day: int, look: int) -> None:
    assert plans.next_look(ANCHOR, after(day)) == after(look)


def test_looks_that_were_missed_are_due_on_their_own_days() -> None:
    assert plans.due(after(30), after(29)) == []
    assert plans.due(after(30), after(30)) == [after(30)]
    assert plans.due(after(30), after(100)) == [after(30), after(60), after(90)]


def test_of_very_many_the_latest_are_made() -> None:
    found = plans.due(after(30), after(3_000))
    assert (len(found), found[-1]) == (24, after(3_000))


def test_a_focus_names_each_subject_once_and_three_at_most() -> None:
    other = Subject("habit", UUID(int=9))
    keys = [WALK.key, WALK.key, "habit:x", "mood:" + str(UUID(int=3)), "", COFFEE.key, TEA.key]
    assert plans.subjects(keys) == [WALK, COFFEE, TEA]
    assert plans.subjects([*keys, other.key]) == [WALK, COFFEE, TEA]


def test_what_is_chosen_later_counts_from_the_newest_look() -> None:
    days = [after(30), after(60), after(90)]
    found = plans.focuses(days, [WALK, TEA], [TEA, COFFEE])
    assert found == [[TEA], [TEA], [TEA, COFFEE]]
    assert plans.focuses(days[:1], [], [WALK]) == [[WALK]]
    assert plans.focuses([], [WALK], [TEA]) == []
