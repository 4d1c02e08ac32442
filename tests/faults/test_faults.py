"""Real processes that are killed, ended and cut off from their database in mid-burst.

A few hundred reminders within a second; a push service that takes its time. The long version is
`python -m tests.bench kill_dispatch`.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from backend import clock
from tests.bench import crowd, house, kill_dispatch, phones
from tests.bench.crowd import Human
from tests.bench.house import House
from tests.bench.phones import Verdict
from tests.bench.push_sink import Sink, sinking
from tests.databases import KIND

pytestmark = pytest.mark.database

REMINDERS = 400
LEAD_MS = 8_000
DELAY_MS = 60
DRAIN_S = 15.0


@dataclass
class Burst:
    """A running instance, its people and the push service, a third of the messages arrived."""

    place: House
    people: Sequence[Human]
    sink: Sink

    def verdict(self, *faults: float) -> Verdict:
        """What the phones show once everything has come to its end."""
        kill_dispatch.settled(self.place, self.people)
        return phones.judge(self.people, self.place.base, self.sink.arrivals(), faults)

    def let_leases_lapse(self) -> None:
        """What dead processes hold is free at once; the living have let go of theirs by then."""
        time.sleep(3)
        ends = "UPDATE deliveries SET lease_until = 1 WHERE state IN ('leased', 'sending')"
        self.place.base.run(ends)

    def more(self) -> None:
        """Returns when a sixth of the messages more has arrived."""
        kill_dispatch.await_arrivals(self.sink, REMINDERS // 6)


@contextmanager
def bursting(waves: int = 1) -> Iterator[Burst]:
    """`serve` on SQLite, two workers on PostgreSQL, in the middle of the first burst."""
    with sinking(delay_ms=DELAY_MS, keep=True) as sink, house.housed(KIND, sink.port) as place:
        first = clock.now_ms() + LEAD_MS
        people = kill_dispatch.people_in_waves(REMINDERS, waves, first)
        crowd.settle(place.base, people)
        kill_dispatch.start(place)
        kill_dispatch.sleep_until(first / 1_000)
        kill_dispatch.await_arrivals(sink, REMINDERS // 3 // waves)
        yield Burst(place, people, sink)


def harmless(found: Verdict) -> None:
    """Everything arrived in time and no phone shows anything twice."""
    assert found.reminders == REMINDERS
    assert (found.lost, found.doubles, found.early) == (0, 0, 0)


def test_kill_9_in_mid_burst_loses_nothing_and_shows_nothing_twice() -> None:
    with bursting() as burst:
        killed = time.time()
        burst.place.kill(burst.place.processes[0])
        assert burst.sink.count() < REMINDERS
        burst.place.start()
        if KIND == "sqlite":
            burst.more()
            burst.place.kill(burst.place.processes[0])
            burst.place.start()
        else:
            burst.let_leases_lapse()
        harmless(burst.verdict(killed))


def test_sigterm_drains_what_is_in_the_air_and_gives_back_the_rest() -> None:
    with bursting(waves=2) as burst:
        for process in list(burst.place.processes):
            assert burst.place.terminate(process) < DRAIN_S
        states = crowd.states(burst.place.base)
        assert not {"leased", "sending"} & states.keys()
        assert states.get("pending", 0) > 0
        kill_dispatch.start(burst.place)
        found = burst.verdict()
        harmless(found)
        assert found.repeats == 0


def test_a_database_that_is_away_for_some_seconds_is_waited_for() -> None:
    with bursting() as burst:
        gone = time.time()
        with burst.place.away():
            time.sleep(3)
        harmless(burst.verdict(gone))
