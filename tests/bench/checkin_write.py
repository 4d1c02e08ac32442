"""Requests per CPU-second of the server process for one check-in, stored for good.

Ours: `POST /api/sync` with one entry operation, on `everkeel serve` with its scheduler.
Peer: FastAPI and SQLAlchemy doing the equal job. Raw: Python's sqlite3, upsert and commit.
All three run SQLite with synchronous=FULL in the same file system; rounds alternate.
"""

import asyncio
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import httpx

from backend import database, keys, migrate
from backend import settings as settings_module
from tests.bench.processes import cpu_seconds, free_port, pin, serving
from tests.bench.result import Result
from tests.support import add_person

NAME = "checkin_write"
PURPOSE = "check-in writes per CPU-second, against FastAPI + SQLAlchemy and raw sqlite3"
GOAL = "≥ 5 × FastAPI + SQLAlchemy per CPU-second"  # noqa: RUF001
FACTOR = 5.0
CONNECTIONS = 16
EVERKEEL = (sys.executable, "-m", "backend")
PEER = (sys.executable, "-m", "tests.bench.peer_fastapi")

Sample = dict[str, float]
Measure = Callable[[float], Sample]


def run(quick: bool) -> Result:
    """Prints the table; figures are medians over the rounds."""
    rounds, seconds = (3, 1.0) if quick else (7, 3.0)
    with tempfile.TemporaryDirectory(prefix="everkeel-bench-") as folder, ExitStack() as stack:
        place = Path(folder)
        measures: dict[str, Measure] = {
            "ours": stack.enter_context(_everkeel(place)),
            "peer": stack.enter_context(_peer(place)),
            "raw": lambda seconds: _raw(place, seconds),
        }
        for measure in measures.values():
            measure(seconds / 2)
        samples: dict[str, list[Sample]] = {name: [] for name in measures}
        for _ in range(rounds):
            for name, measure in measures.items():
                samples[name].append(measure(seconds))
    return _report(samples)


@contextmanager
def _everkeel(folder: Path) -> Iterator[Measure]:
    """Measures the real server on a data folder of its own."""
    port, data = free_port(), folder / "everkeel"
    people = asyncio.run(_prepare(data, port))
    command = [*EVERKEEL, "--data-dir", str(data), "serve", "--port", str(port)]
    with serving(command, port, folder / "everkeel.log", {"EVERKEEL_LOG_LEVEL": "WARNING"}) as pid:
        for person in people:
            _add_habit(port, person)
        with _load("everkeel", port, people) as load:
            yield lambda seconds: _measured(pid, load, seconds)


async def _prepare(data: Path, port: int) -> list[dict[str, str]]:
    """A migrated database with signed-in people, each about to have one habit."""
    settings = settings_module.load({}, data_dir=data, port=port)
    keys.prepare(settings)
    people = []
    async with database.opened(settings) as db:
        await migrate.migrate(db)
        for _ in range(CONNECTIONS):
            async with httpx.AsyncClient() as http:
                await add_person(db, settings, http)
                people.append({"token": http.cookies["session"], "habit": str(database.uuid7())})
    return people


def _add_habit(port: int, person: dict[str, str]) -> None:
    device = str(uuid4())
    op = {
        "opId": str(uuid4()), "entity": "habit", "entityId": person["habit"], "v": 1,
        "fields": {"name": "Walk", "createdOn": "2020-01-01"},
        "stamp": f"{1:015d}:0001:{device}",
    }  # fmt: skip
    answer = httpx.post(
        f"http://localhost:{port}/api/sync",
        json={"device": device, "cursor": 0, "ops": [op]},
        headers={"Sec-Fetch-Site": "same-origin", "Cookie": f"session={person['token']}"},
    )
    answer.raise_for_status()


@contextmanager
def _peer(folder: Path) -> Iterator[Measure]:
    """Measures the peer with as many people."""
    port, people = free_port(), folder / "people.json"
    known = [{"token": uuid4().hex, "habit": str(uuid4())} for _ in range(CONNECTIONS)]
    people.write_text(json.dumps(known))
    command = [*PEER, str(port), str(folder / "peer.sqlite3"), str(people)]
    with (
        serving(command, port, folder / "peer.log", {}) as pid,
        _load("peer", port, known) as load,
    ):
        yield lambda seconds: _measured(pid, load, seconds)


@contextmanager
def _load(
    kind: str, port: int, people: list[dict[str, str]]
) -> Iterator[Callable[[float], Sample]]:
    """A load generator on the other core."""
    command = [sys.executable, "-m", "tests.bench.load", kind, str(port)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        pin(process.pid, 1)
        pipe, answers = process.stdin, process.stdout
        assert pipe is not None
        assert answers is not None
        pipe.write(f"{json.dumps(people)}\n")

        def load(seconds: float) -> Sample:
            pipe.write(f"{seconds}\n")
            sample: Sample = json.loads(answers.readline())
            return sample

        yield load
        pipe.close()


def _measured(pid: int, load: Callable[[float], Sample], seconds: float) -> Sample:
    before = cpu_seconds(pid)
    sample = load(seconds)
    cpu = cpu_seconds(pid) - before
    return {
        "per_cpu_s": sample["requests"] / cpu,
        "per_s": sample["requests"] / sample["seconds"],
        "p99_ms": sample["p99_ms"],
    }


def _raw(folder: Path, seconds: float) -> Sample:
    """Python's sqlite3 alone: upsert and commit, one after the other."""
    db = sqlite3.connect(folder / "raw.sqlite3", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute(
        "CREATE TABLE IF NOT EXISTS entries"
        " (id INTEGER PRIMARY KEY, habit TEXT, day TEXT, value INTEGER, UNIQUE (habit, day))"
    )
    upsert = (
        "INSERT INTO entries (habit, day, value) VALUES (?, ?, ?)"
        " ON CONFLICT (habit, day) DO UPDATE SET value = excluded.value"
    )
    habits = [str(UUID(int=number)) for number in range(CONNECTIONS)]
    days = [date.fromordinal(730_000 + number).isoformat() for number in range(360)]
    count, taken = 0, []
    cpu, started = time.process_time(), time.perf_counter()
    while (now := time.perf_counter()) < started + seconds:
        count += 1
        db.execute("BEGIN")
        db.execute(upsert, (habits[count % 16], days[count // 16 % 360], count // 5_760 % 2))
        db.execute("COMMIT")
        taken.append(time.perf_counter() - now)
    cpu, elapsed = time.process_time() - cpu, time.perf_counter() - started
    db.close()
    p99 = sorted(taken)[int(count * 0.99)] * 1000
    return {"per_cpu_s": count / cpu, "per_s": count / elapsed, "p99_ms": p99}


def _report(samples: dict[str, list[Sample]]) -> Result:
    medians = {
        name: {key: statistics.median(one[key] for one in found) for key in found[0]}
        for name, found in samples.items()
    }
    ours = medians["ours"]["per_cpu_s"]
    print(f"{'':6}{'req/CPU-s':>10}{'min':>8}{'max':>8}{'req/s':>8}{'p99 ms':>8}{'ours/it':>8}")
    for name, found in medians.items():
        rates = [one["per_cpu_s"] for one in samples[name]]
        print(
            f"{name:6}{found['per_cpu_s']:10,.0f}{min(rates):8,.0f}{max(rates):8,.0f}"
            f"{found['per_s']:8,.0f}{found['p99_ms']:8.1f}{ours / found['per_cpu_s']:8.2f}"
        )
    figures = {
        f"{name}_{key}": round(value, 1)
        for name, found in medians.items()
        for key, value in found.items()
    }
    ratio = ours / medians["peer"]["per_cpu_s"]
    figures |= {
        "ours_of_peer": round(ratio, 2),
        "ours_of_raw": round(ours / medians["raw"]["per_cpu_s"], 3),
    }
    return Result(figures, ratio >= FACTOR)
