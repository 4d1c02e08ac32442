"""What a check-in and a look at today cost when the house has ten million entries.

Two servers run side by side, one on 10,000 entries and one on 10,000,000, and are asked in turn:
the CPU time of the server process and, on PostgreSQL, of its connections' processes is counted.
A write is `POST /api/sync` with one entry, of a random person, habit and day. A read is what the
app asks when it is opened: who I am, an empty sync, the numbers of the habits.
"""

import asyncio
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from backend import clock, database
from tests.bench.house import KINDS, House, housed
from tests.bench.masses import DAYS, DEVICE, FEED_END, Caller, fill
from tests.bench.processes import cpu_seconds, free_port, serving
from tests.bench.result import Result

NAME = "growth"
PURPOSE = "CPU of a write and of opening the app at 10 million entries, against 10,000"
GOAL = "≤ 1.2 × their cost at 10,000 entries, on SQLite and on PostgreSQL"  # noqa: RUF001
MOST = 1.2
FEW, MANY, QUICK_MANY = 10_000, 10_000_000, 1_000_000
CONNECTIONS = 8


@dataclass
class Phone:
    """One person's place in their own feed."""

    caller: Caller
    cursor: int = FEED_END
    count: int = 0

    def sync(self, ops: Sequence[dict[str, Any]]) -> tuple[str, str, dict[str, Any]]:
        """A round of synchronising."""
        return "POST", "/api/sync", {"device": DEVICE, "cursor": self.cursor, "ops": ops}

    def entry(self, chance: random.Random) -> dict[str, Any]:
        """A check-in of some habit on some day."""
        self.count += 1
        day = clock.today("UTC", 3) - timedelta(days=chance.randint(1, DAYS))
        return {
            "opId": str(database.uuid7()), "entity": "entry", "v": 2,
            "entityId": f"{chance.choice(self.caller.habits)}:{day}",
            "fields": {"value": self.count % 2, "deleted": False},
            "stamp": f"{clock.now_ms():015d}:{self.count % 10_000:04d}:{DEVICE}",
        }  # fmt: skip


@dataclass
class Site:
    """A running server, its processes and the people who ask it."""

    port: int
    pids: Callable[[], list[int]]
    phones: list[Phone]
    costs: dict[str, list[float]] = field(default_factory=lambda: {"write": [], "read": []})

    def measure(self, what: str, times: int, seed: int) -> None:
        """Adds the milliseconds of CPU that one such request costs."""
        before = sum(map(cpu_seconds, self.pids()))
        asyncio.run(self._all(what, times, random.Random(seed)))
        spent = sum(map(cpu_seconds, self.pids())) - before
        self.costs[what].append(spent * 1000 / times)

    async def _all(self, what: str, times: int, chance: random.Random) -> None:
        parts = [self.phones[n::CONNECTIONS] for n in range(CONNECTIONS)]
        await asyncio.gather(
            *(self._some(what, part, times // CONNECTIONS, chance) for part in parts)
        )

    async def _some(
        self, what: str, phones: Sequence[Phone], times: int, chance: random.Random
    ) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for _ in range(times):
            phone = chance.choice(phones)
            if what == "read":
                await self._ask(reader, writer, phone, "GET", "/api/me")
                await self._ask(reader, writer, phone, "GET", "/api/habits/numbers")
            ops = [phone.entry(chance)] if what == "write" else []
            answer = await self._ask(reader, writer, phone, *phone.sync(ops))
            assert [result["status"] for result in answer["results"]] == ["applied"] * len(ops)
            phone.cursor = answer["cursor"]
        writer.close()

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, phone: Phone,
        method: str, path: str, body: dict[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        text = json.dumps(body) if body else ""
        writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n"
            f"Cookie: {phone.caller.cookie}\r\nContent-Type: application/json\r\n"
            f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        size = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        answer = await reader.readexactly(size)
        assert b" 200 " in head[:16], answer
        return json.loads(answer)


def run(quick: bool) -> Result:
    """Prints milliseconds of CPU per request; the factor is the median over pairs of rounds."""
    rounds, times, many = (5, 400, QUICK_MANY) if quick else (11, 800, MANY)
    figures: dict[str, float] = {}
    for kind in KINDS:
        with ExitStack() as stack:
            few = stack.enter_context(_site(kind, FEW))
            big = stack.enter_context(_site(kind, many))
            for site in (few, big):
                for what in site.costs:
                    site.measure(what, times // 2, 0)
                    site.costs[what].clear()
            for seed in range(1, rounds + 1):
                for what in few.costs:
                    for site in (few, big) if seed % 2 else (big, few):
                        site.measure(what, times, seed)
        figures |= _report(kind, few, big)
    ratios = [value for name, value in figures.items() if name.endswith("_times")]
    return Result(figures, max(ratios) <= MOST)


@contextmanager
def _site(kind: str, rows: int) -> Iterator[Site]:
    """A server on a database with about that many entries."""
    with housed(kind, 9) as place:
        began = time.monotonic()
        phones = [Phone(caller) for caller in fill(place.url, place.data, rows)]
        print(f"{kind}: {rows:,} entries in {time.monotonic() - began:.0f} s", flush=True)
        port = free_port()
        command = [sys.executable, "-m", "backend", "--data-dir", str(place.data), "serve"]
        settings = {
            "EVERKEEL_DATABASE_URL": place.url, "EVERKEEL_LOG_LEVEL": "WARNING",
            "EVERKEEL_SCHEDULER": "false",
        }  # fmt: skip
        with serving([*command, "--port", str(port)], port, place.log, settings) as pid:
            yield Site(port, lambda: [pid, *_connections(place)], phones)


def _connections(place: House) -> list[int]:
    """The processes of PostgreSQL that serve connections to this database."""
    name = place.url.partition("?")[0].rpartition("/")[2]
    if place.kind == "sqlite":
        return []
    return [int(row["pid"]) for row in place.base.rows(
        f"SELECT pid FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    )]  # fmt: skip


def _report(kind: str, few: Site, big: Site) -> dict[str, float]:
    figures: dict[str, float] = {}
    for what, costs in few.costs.items():
        pairs = [b / a for a, b in zip(costs, big.costs[what], strict=True)]
        least, most = statistics.median(costs), statistics.median(big.costs[what])
        ratio = statistics.median(pairs)
        print(f"{kind:9} {what:6} {least:7.3f} ms {most:7.3f} ms  x {ratio:.3f}", flush=True)
        print(f"{'':16} pairs {min(pairs):.2f} to {max(pairs):.2f}")
        figures |= {
            f"{kind}_{what}_few_ms": round(least, 3),
            f"{kind}_{what}_many_ms": round(most, 3),
            f"{kind}_{what}_times": round(ratio, 3),
        }
    return figures
