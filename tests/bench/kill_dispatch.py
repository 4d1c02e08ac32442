"""Reminders while processes are killed (kill -9) and while the database is away: what is lost?

`everkeel serve` on SQLite, started again after each kill; two `everkeel worker` on PostgreSQL, one
of which is killed and started again each time. Reminders come in waves, one for each kill, which
falls when a random part of the wave has arrived. The push service answers after 20 ms.
Transport repeats are unavoidable over HTTP; a device must not show them (`tests.bench.phones`).
"""

import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backend import clock
from tests.bench import crowd, house, phones
from tests.bench.crowd import Human
from tests.bench.house import House
from tests.bench.phones import Verdict
from tests.bench.push_sink import Sink, sinking
from tests.bench.result import Result

NAME = "kill_dispatch"
PURPOSE = "reminders lost or shown twice while processes are killed and the database is away"
GOAL = "lost 0, shown twice 0, early 0 on both databases, and with the database away"
DELAY_MS = 20
WAVE_S = 5.0


@dataclass(frozen=True)
class Size:
    """How much is done in one run."""

    reminders: int
    kills: int
    outage_reminders: int
    outage_s: float


FULL, QUICK = Size(30_000, 20, 10_000, 60.0), Size(5_000, 5, 2_000, 5.0)


def run(quick: bool) -> Result:
    """Prints one line for each run and the repeats after each kill."""
    size = QUICK if quick else FULL
    figures: dict[str, float] = {"load": round(os.getloadavg()[0], 1)}
    found = {kind: _killing(kind, size) for kind in house.KINDS}
    found["postgres_away"] = _away(size)
    print("                reminders  lost  shown twice  early  repeats  seconds")
    for name, (verdict, seconds) in found.items():
        print(
            f"{name:15}{verdict.reminders:10,}{verdict.lost:6}{verdict.doubles:13}"
            f"{verdict.early:7}{verdict.repeats:9,}{seconds:9.0f}"
        )
        figures |= {f"{name}_{key}": value for key, value in verdict.figures().items()}
    passed = all(v.lost == v.doubles == v.early == 0 for v, _ in found.values())
    return Result(figures, passed)


def people_in_waves(count: int, waves: int, first_ms: int) -> list[Human]:
    """People with so many reminders in all, each person in one wave.

    One in five is reminded of two things at one instant, one in four has two phones.
    """
    people: list[Human] = []
    while count > 0:
        number = len(people)
        due = first_ms + int(number % waves * WAVE_S * 1_000) + number % 1_000
        dues = [due] * min(count, 2 if number % 5 == 0 else 1)
        people.append(Human(number, dues, phones=2 if number % 4 == 0 else 1))
        count -= len(dues)
    return people


def _killing(kind: str, size: Size) -> tuple[Verdict, float]:
    """The waves and the kills; the verdict and how long all took."""
    chance = random.Random(4711)
    with sinking(delay_ms=DELAY_MS, keep=True) as sink, house.housed(kind, sink.port) as place:
        first = clock.now_ms() + 12_000
        people = people_in_waves(size.reminders, size.kills, first)
        crowd.settle(place.base, people)
        start(place)
        started, kills = time.time(), list[float]()
        for wave in range(size.kills):
            sleep_until(first / 1_000 + wave * WAVE_S)
            await_arrivals(sink, chance.randint(1, size.reminders // size.kills // 2))
            kills.append(time.time())
            place.kill(chance.choice(place.processes))
            place.start()
        settled(place, people)
        verdict = phones.judge(people, place.base, sink.arrivals(), kills)
        print(f"{kind}: repeats after each kill {verdict.repeats_by_kill}")
        return verdict, time.time() - started


def _away(size: Size) -> tuple[Verdict, float]:
    """Two workers, and the database gone in the middle of a wave."""
    with (
        sinking(delay_ms=DELAY_MS, keep=True) as sink,
        house.housed("postgres", sink.port) as place,
    ):
        first = clock.now_ms() + 12_000
        people = people_in_waves(size.outage_reminders, 2, first)
        crowd.settle(place.base, people)
        start(place)
        started = time.time()
        wait(lambda: sink.count() >= size.outage_reminders // 8, 60)
        stopped = time.time()
        with place.away():
            time.sleep(size.outage_s)
        print(f"postgres: away for {time.time() - stopped:.0f} s after {sink.count():,} messages")
        settled(place, people)
        verdict = phones.judge(people, place.base, sink.arrivals(), [stopped])
        return verdict, time.time() - started


def await_arrivals(sink: Sink, more: int) -> None:
    """Returns when so many more messages have arrived."""
    enough = sink.count() + more
    wait(lambda: sink.count() >= enough, 40)


def start(place: House) -> None:
    """The processes of that kind of database."""
    for _ in range(1 if place.kind == "sqlite" else 2):
        place.start()


def settled(place: House, people: Sequence[Human]) -> None:
    """Returns when every delivery has come to its end."""
    expected = sum(len(human.dues) for human in people)
    wait(lambda: crowd.unsettled(place.base, expected) == 0, 240)


def sleep_until(at: float) -> None:
    """Returns at that time."""
    time.sleep(max(0.0, at - time.time()))


def wait(done: Callable[[], bool], most_s: float) -> None:
    """Returns when it is done, or when the time is over: what is missing then counts as lost."""
    ends = time.time() + most_s
    while time.time() < ends and not done():
        time.sleep(0.02)
