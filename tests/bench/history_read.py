"""CPU time of the server for one `GET /api/history`: a year of eight habits and a mood a day.

Real requests to `everkeel serve` with its scheduler, compressed as browsers ask for it. The year
is written through `POST /api/sync`: every kind of habit, five schedules, two amounts on a measured
day, some skipped days and a pause.
"""

import asyncio
import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from backend import database
from backend import settings as settings_module
from tests.bench import house
from tests.bench.house import House
from tests.bench.processes import cpu_seconds, free_port, serving
from tests.bench.result import Result
from tests.support import add_person

NAME = "history_read"
PURPOSE = "CPU of one GET /api/history: a year of eight habits and a mood a day"
GOAL = "≤ 6 ms on SQLite and on PostgreSQL"
MOST_MS = 6.0
DAYS = 365
TODAY = datetime.now(UTC).date()
HABITS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("yes_no", {}),
    ("yes_no", {"weekdays": 0b0011111}),
    ("yes_no", {"schedule": "per_week", "times": 3}),
    ("yes_no", {"schedule": "rolling", "times": 1, "days": 3}),
    ("yes_no", {"schedule": "interval", "days": 2}),
    ("avoid", {}),
    ("at_least", {"target": 2}),
    ("at_most", {"target": 3}),
)

Change = tuple[str, str, dict[str, Any]]


def run(quick: bool) -> Result:
    """Prints milliseconds of CPU and of waiting for one request, medians over the rounds."""
    rounds, requests = (3, 60) if quick else (7, 200)
    figures: dict[str, float] = {"load": round(os.getloadavg()[0], 1)}
    print(f"{'':10}{'CPU ms':>8}{'min':>8}{'max':>8}{'ms':>8}{'bytes':>9}")
    for kind in house.KINDS:
        with house.housed(kind, 9) as place, _reader(place) as (pid, client):
            size = len(_read(client).content)
            found = [_round(pid, client, requests) for _ in range(rounds)]
        cpu, waited = (statistics.median(column) for column in zip(*found, strict=True))
        least, most = min(c for c, _ in found), max(c for c, _ in found)
        print(f"{kind:10}{cpu:8.2f}{least:8.2f}{most:8.2f}{waited:8.1f}{size:9,}")
        figures |= {f"{kind}_cpu_ms": round(cpu, 2), f"{kind}_ms": round(waited, 1)}
    return Result(figures, all(figures[f"{kind}_cpu_ms"] <= MOST_MS for kind in house.KINDS))


@contextmanager
def _reader(place: House) -> Iterator[tuple[int, httpx.Client]]:
    """The pid of a server and a client of the person whose year it keeps."""
    port = free_port()
    token = asyncio.run(_person(place, port))
    command = [sys.executable, "-m", "backend", "--data-dir", str(place.data), "serve"]
    environment = {"EVERKEEL_DATABASE_URL": place.url, "EVERKEEL_LOG_LEVEL": "WARNING"}
    with (
        serving([*command, "--port", str(port)], port, place.log, environment) as pid,
        httpx.Client(
            base_url=f"http://localhost:{port}",
            headers={"Sec-Fetch-Site": "same-origin", "Cookie": f"session={token}"},
            timeout=30,
        ) as client,
    ):
        _fill(client)
        yield pid, client


async def _person(place: House, port: int) -> str:
    """The session token of a new person."""
    chosen = settings_module.load({}, data_dir=place.data, database_url=place.url, port=port)
    async with database.opened(chosen) as db, httpx.AsyncClient() as http:
        await add_person(db, chosen, http)
        return str(http.cookies["session"])


def _fill(client: httpx.Client) -> None:
    """The year, 200 operations at a time."""
    changes, device = list(_changes()), str(uuid4())
    for start in range(0, len(changes), 200):
        ops = [
            {
                "opId": str(database.uuid7()), "entity": entity, "entityId": id_, "fields": fields,
                "stamp": f"{start + at:015d}:0001:{device}", "v": 2,
            }
            for at, (entity, id_, fields) in enumerate(changes[start : start + 200])
        ]  # fmt: skip
        body = {"device": device, "cursor": 2**40, "ops": ops, "limit": 1}
        answer = client.post("/api/sync", json=body).raise_for_status().json()
        assert {result["status"] for result in answer["results"]} == {"applied"}, answer["results"]


def _changes() -> Iterator[Change]:
    days = [TODAY - timedelta(days=n) for n in range(DAYS)]
    for number, (kind, more) in enumerate(HABITS):
        habit = str(database.uuid7())
        fields = {"name": f"Habit {number}", "createdOn": days[-1].isoformat(), "kind": kind}
        yield "habit", habit, {**fields, **more}
        yield from _logged(habit, kind, number, days)
    week = {"firstDay": days[60].isoformat(), "lastDay": days[54].isoformat()}
    yield "pause", str(database.uuid7()), {"habitId": None, **week}
    for at, day in enumerate(days):
        yield "mood", str(database.uuid7()), {"day": str(day), "at": at, "level": 1 + at % 5}


def _logged(habit: str, kind: str, number: int, days: Sequence[date]) -> Iterator[Change]:
    """Something on most days."""
    for at, day in enumerate(days):
        if (at * 7 + number) % 10 == 0:
            continue
        if kind.startswith("at_"):
            for amount in (0.5, 1 + at % 3):
                fields = {"habitId": habit, "day": str(day), "at": at, "amount": amount}
                yield "amount", str(database.uuid7()), fields
        else:
            skipped = (at * 3 + number) % 40 == 0
            yield "entry", f"{habit}:{day}", {"value": int(at % 4 > 0), "skipped": skipped}


def _read(client: httpx.Client) -> httpx.Response:
    first = TODAY - timedelta(days=DAYS - 1)
    answer = client.get("/api/history", params={"from": str(first), "to": str(TODAY)})
    found = answer.raise_for_status().json()
    assert len(found["habits"]) == len(HABITS)
    assert {len(habit["states"]) for habit in found["habits"]} == {DAYS}
    return answer


def _round(pid: int, client: httpx.Client, requests: int) -> tuple[float, float]:
    """Milliseconds of CPU and of waiting for each request."""
    before, waited = cpu_seconds(pid), 0.0
    for _ in range(requests):
        waited += _read(client).elapsed.total_seconds()
    return (cpu_seconds(pid) - before) / requests * 1_000, waited / requests * 1_000
