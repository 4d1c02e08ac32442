"""The state of each day, as calendars draw it."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from backend.habits import rules
from backend.habits.rules import Log, Schedule
from tests.habits.logs import NOW, days, log, rule
from tests.habits.test_occasions import SCHEDULES, Offsets

SHORT = {
    "before": "b", "skipped": "s", "paused": "p", "done": "D", "slipped": "X", "partial": "h",
    "covered": "c", "missed": "m", "open": "o", "free": "-",
}  # fmt: skip


def drawn(
    schedule: Schedule,
    logged: Log,
    since: int,
    ahead: int = 0,
    *,
    kind: str = "yes_no",
    target: float = 1.0,
) -> str:
    """One letter a day, oldest first; capitals were done, or slipped."""
    chosen = rule(schedule, kind, since, target=target)
    return "".join(SHORT[name] for name in rules.states(chosen, days(chosen, logged, ahead)))


def test_every_state_has_a_letter() -> None:
    assert tuple(SHORT) == rules.STATES


def test_every_day() -> None:
    assert drawn(Schedule(), log([1, 3], skipped=[4], paused=[(6, 5)]), 7, 1) == "mppsDmDoo"


def test_chosen_weekdays() -> None:
    assert drawn(Schedule(weekdays=0b0000111), log([1, 4]), 8, 1) == "mmm-D--Doo"


def test_before_it_began_nothing_is_asked() -> None:
    chosen = rule(since=-2)
    assert rules.states(chosen, days(chosen, log(), ahead=3)) == ["before"] * 2 + ["open"] * 2


def test_avoided() -> None:
    assert drawn(Schedule(), log([2], zero=[0, 1]), 3, kind="avoid") == "mDXX"


def test_at_least() -> None:
    sums = {0: 1.0, 1: 1.0, 2: 2.0, 3: 0.0}
    assert drawn(Schedule(), log(sums=sums), 4, kind="at_least", target=2.0) == "mmDhh"


def test_at_most() -> None:
    sums = {1: 1.0, 2: 3.0, 3: 0.0}
    assert drawn(Schedule(), log(sums=sums), 4, kind="at_most", target=2.0) == "mDXDo"


def test_every_k_days() -> None:
    every_third = Schedule("interval", days=3, starts=NOW - 9)
    assert drawn(every_third, log([5]), 9, 1) == "m--cD-m--o-"
    assert drawn(Schedule("interval", days=3, starts=NOW - 1), log(), 1, 2) == "o--o"


def test_n_in_d_days() -> None:
    once_in_three = Schedule("rolling", times=1, days=3)
    assert drawn(once_in_three, log([4, 9, 10]), 14, 1) == "--ccDDccmmDccmoo"
    assert drawn(once_in_three, log([0]), 0, 4) == "Dccoo"


def test_of_a_week_the_last_days_that_could_have_made_it_are_missed() -> None:
    twice = Schedule("per_week", times=2)
    # Monday, two weeks ago, to the coming Sunday.
    assert drawn(twice, log(), 15, 5) == "-----mm" + "-----mm" + "-oooooo"
    assert drawn(twice, log([9, 7], skipped=[2]), 15, 5) == "-----mD" + "-D---ms" + "-oooooo"
    assert drawn(twice, log([1, 0, 8, 3]), 8, 5) == "D----D-" + "DD-----"


@given(SCHEDULES, Offsets, Offsets, st.integers(0, 90))
def test_missed_days_are_as_many_as_occasions_not_met(
    schedule: Schedule, done: Sequence[int], skipped: Sequence[int], since: int
) -> None:
    if schedule.form == "rolling" and not schedule.daily:
        return  # it has no occasions of its own: see the blocks of adherence
    chosen = rule(schedule, since=since)
    found = days(chosen, log(done, skipped=skipped))
    first, last = rules.day_of(found.first), rules.day_of(found.today)
    met, scheduled = rules.adherence(schedule, found, first, last)
    assert rules.states(chosen, found).count("missed") == scheduled - met


@given(SCHEDULES, Offsets, Offsets)
def test_a_done_day_is_drawn_as_done(
    schedule: Schedule, done: Sequence[int], skipped: Sequence[int]
) -> None:
    chosen = rule(schedule, since=99)
    names = rules.states(chosen, days(chosen, log(done, skipped=skipped)))
    shown = {99 - at for at, name in enumerate(names) if name == "done"}
    assert shown == set(done) - set(skipped)
