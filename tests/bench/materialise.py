"""Reminders a second that planning turns into deliveries, with a million reminders in the table.

`planning.plan` as the scheduler calls it: find what is due, compute the next occurrence, insert the
delivery, move the reminder on; two thousand in each transaction. SQLite commits with
synchronous=FULL. The reminders are as people make them: on full minutes, in six zones, on every
day or on all but one. It is a rush: those due, every sixth of all, are due at the same minute; the
others are due within a week.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from typing import Any

import uvloop

from backend import clock, database, serving
from backend import settings as settings_module
from backend.reminders import planning
from tests.bench import crowd, house
from tests.bench.crowd import Base, Human
from tests.bench.house import House
from tests.bench.result import Result

NAME = "materialise"
PURPOSE = "reminders a second that become deliveries, a million in the table, many of them due"
GOAL = "≥ 40,000 rows/s on PostgreSQL, ≥ 70,000 on SQLite with synchronous=FULL"
LEAST = {"sqlite": 70_000, "postgres": 40_000}
EACH = 50  # reminders of one person
MINUTE_MS = 60_000
LATER, WEEK = 60, 7 * 1_440  # minutes
ZONES = (
    "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Tokyo",
    "Europe/Berlin", "Europe/London",
)  # fmt: skip


def run(quick: bool) -> Result:
    """Prints rows a second by the clock and by this process's CPU time, medians over the rounds."""
    total, due, rounds = (100_000, 10_000, 3) if quick else (1_000_000, 50_000, 3)
    figures: dict[str, float] = {"load": round(os.getloadavg()[0], 1)}
    print(f"{'':10}{'rows/s':>10}{'min':>10}{'max':>10}{'rows/CPU-s':>12}")
    for kind in house.KINDS:
        with house.housed(kind, 9) as place:
            _fill(place.base, total, due, rounds)
            found = uvloop.run(_measured(place, due, rounds))
        rates, by_cpu = [rate for rate, _ in found], [rate for _, rate in found]
        middle, cpu = statistics.median(rates), statistics.median(by_cpu)
        print(f"{kind:10}{middle:10,.0f}{min(rates):10,.0f}{max(rates):10,.0f}{cpu:12,.0f}")
        figures |= {f"{kind}_per_s": round(middle), f"{kind}_per_cpu_s": round(cpu)}
    return Result(figures, all(figures[f"{kind}_per_s"] >= LEAST[kind] for kind in LEAST))


def _fill(base: Base, total: int, due: int, rounds: int) -> None:
    """People with 50 reminders each; so many are due in each round, the others within a week."""
    now = clock.now_ms() // MINUTE_MS * MINUTE_MS
    for start in range(0, total, 100_000):
        numbers = range(start // EACH, min(start + 100_000, total) // EACH)
        crowd.add(base, [_human(number, now, total // (due * rounds)) for number in numbers])
    base.run("ANALYZE")


def _human(number: int, now: int, apart: int) -> Human:
    """One person; every so many of their reminders are due now."""
    dues = [
        now + MINUTE_MS * (LATER + n * 7 % WEEK if n % apart else 0)
        for n in range(number * EACH, (number + 1) * EACH)
    ]
    return Human(number, dues, phones=0, zone=ZONES[number % len(ZONES)])


async def _measured(place: House, due: int, rounds: int) -> Sequence[tuple[float, float]]:
    """Rows a second by the clock, and by the CPU time of this process, of each round."""
    chosen = settings_module.load({}, data_dir=place.data, database_url=place.url)
    found = []
    serving.collect_rarely()
    async with database.opened(chosen):
        for _ in range(rounds):
            started, cpu = time.perf_counter(), time.process_time()
            count = await _planned(due)
            taken, used = time.perf_counter() - started, time.process_time() - cpu
            found.append((count / taken, count / used))
    return found


async def _planned(most: int) -> int:
    """Plan so many, as `planning.plan` does, one transaction after the other."""
    count, now = 0, clock.now_ms()

    async def work(db: Any) -> int:
        return await planning._plan_batch(db, now)

    while count < most:
        count += await database.transaction(work)
        await asyncio.sleep(0)
    return count
