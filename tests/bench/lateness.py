"""How late reminders arrive at the push service when very many are due together.

One process (`everkeel serve` on SQLite, `everkeel worker` on PostgreSQL) on one core; the push
service, PostgreSQL and this benchmark share the other. Every person has one phone and one reminder.
Lateness = arrival at the push service - the reminder's due instant.
"""

import os
import time
from collections.abc import Sequence

from backend import clock
from tests.bench import crowd, house
from tests.bench.crowd import Human
from tests.bench.house import House, peak_mb
from tests.bench.processes import cpu_seconds, pin
from tests.bench.push_sink import Arrival, Sink, sinking
from tests.bench.result import Result

NAME = "lateness"
PURPOSE = "lateness of 100,000 reminders due in one second, and spread over a minute"
GOAL = "p99 ≤ 5 s for one second, ≤ 1 s over a minute, on both databases, memory ≤ 1,000 MB"
MOST = {"second": 5.0, "minute": 1.0}
MOST_MB = 1_000.0
SPREAD_MS = {"second": 1_000, "minute": 60_000}
Figures = dict[str, float]


def run(quick: bool) -> Result:
    """Prints one line for each database and kind of rush."""
    count, lead_s = (10_000, 15) if quick else (100_000, 62)
    figures: Figures = {"load": round(os.getloadavg()[0], 1)}
    print(f"{'':18}{'p50 s':>8}{'p99 s':>8}{'max s':>8}{'msg/s':>9}{'us CPU':>8}{'peak MB':>9}")
    for kind in house.KINDS:
        for rush in SPREAD_MS:
            found = _measured(kind, rush, count, lead_s)
            _print(f"{kind} {rush}", found)
            figures |= {f"{kind}_{rush}_{name}": value for name, value in found.items()}
    return Result(figures, _passed(figures))


def _measured(kind: str, rush: str, count: int, lead_s: int) -> Figures:
    """The rush itself: people are stored, the process starts, the reminders become due."""
    with sinking() as sink, house.housed(kind, sink.port) as place:
        pin(0, 1)
        first = clock.now_ms() + lead_s * 1_000 + count // 10  # storing people takes a while
        people = [Human(n, (first + n * SPREAD_MS[rush] // count,)) for n in range(count)]
        crowd.settle(place.base, people)
        place.base.run("ANALYZE")
        process = place.start(core=0)
        _await(sink, place, count, first / 1_000 + SPREAD_MS[rush] / 1_000 + 120)
        memory, cpu = peak_mb(process.pid), cpu_seconds(process.pid)
        return _figures(people, sink.arrivals(), cpu, memory)


def _await(sink: Sink, place: House, count: int, deadline: float) -> None:
    """Returns when everything has arrived and is stored as sent."""
    while time.time() < deadline:
        time.sleep(1)
        if sink.count() >= count and crowd.unsettled(place.base, count) == 0:
            return
    raise RuntimeError(f"{sink.count()} of {count}, {crowd.states(place.base)}\n{_tail(place)}")


def _tail(place: House) -> str:
    return place.log.read_text()[-2_000:]


def _figures(
    people: Sequence[Human], arrivals: Sequence[Arrival], cpu: float, memory: float
) -> Figures:
    due = {path: human.dues[0] / 1_000 for human in people for path in human.paths}
    late = sorted(arrival.at - due[arrival.path] for arrival in arrivals)
    began, ended = arrivals[0].at, arrivals[-1].at
    return {
        "early": sum(seconds < 0 for seconds in late),
        "repeats": len(late) - len({arrival.path for arrival in arrivals}),
        "p50_s": round(late[len(late) // 2], 2),
        "p99_s": round(late[len(late) * 99 // 100], 2),
        "max_s": round(late[-1], 2),
        "per_s": round(len(late) / max(ended - began, 0.001)),
        "cpu_us": round(cpu / len(late) * 1e6),
        "peak_mb": round(memory),
    }


def _print(name: str, found: Figures) -> None:
    print(
        f"{name:18}{found['p50_s']:8.2f}{found['p99_s']:8.2f}{found['max_s']:8.2f}"
        f"{found['per_s']:9,.0f}{found['cpu_us']:8,.0f}{found['peak_mb']:9,.0f}",
        flush=True,
    )


def _passed(figures: Figures) -> bool:
    return all(
        figures[f"{kind}_{rush}_p99_s"] <= most
        and figures[f"{kind}_{rush}_early"] == 0
        and figures[f"{kind}_{rush}_peak_mb"] <= MOST_MB
        for kind in house.KINDS
        for rush, most in MOST.items()
    )
