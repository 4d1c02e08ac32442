"""A load generator in a process of its own: keep-alive connections, one signed-in person each.

`python -m tests.bench.load KIND PORT` reads a JSON list of {token, habit} from its first line of
input, then a number of seconds from each further line; it answers each with a line of JSON.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import brotli
import uvloop

from backend.database import uuid7

DAYS = 360
TODAY = datetime.now(UTC).date()


@dataclass
class Person:
    """Somebody who checks in on one device, day after day backwards, then again."""

    token: str
    habit: str
    device: str = field(default_factory=lambda: str(uuid4()))
    cursor: int = 0
    count: int = 0

    def next_day(self) -> tuple[str, int]:
        """The day and the value of the next check-in."""
        self.count += 1
        rounds, back = divmod(self.count, DAYS)
        return (TODAY - timedelta(days=back)).isoformat(), 1 - rounds % 2


def sync_body(person: Person) -> dict[str, Any]:
    """One entry operation, as the app sends it."""
    day, value = person.next_day()
    now = int(time.time() * 1000)
    return {
        "device": person.device,
        "cursor": person.cursor,
        "ops": [
            {
                "opId": str(uuid7()), "entity": "entry", "entityId": f"{person.habit}:{day}",
                "fields": {"value": value, "deleted": False}, "v": 2,
                "stamp": f"{now:015d}:{person.count % 10_000:04d}:{person.device}",
            }
        ],
    }  # fmt: skip


def sync_check(person: Person, answer: dict[str, Any]) -> bool:
    """True when the operation was applied; the cursor moves on."""
    person.cursor = answer["cursor"]
    return [result["status"] for result in answer["results"]] == ["applied"]


def peer_body(person: Person) -> dict[str, Any]:
    """The same check-in for the peer."""
    day, value = person.next_day()
    return {"habit_id": person.habit, "day": day, "value": value, "deleted": False}


def peer_check(_: Person, answer: dict[str, Any]) -> bool:
    """True when the peer stored it."""
    return bool(answer["stored"])


KINDS = {
    "everkeel": ("/api/sync", sync_body, sync_check),
    "peer": ("/entries", peer_body, peer_check),
}


class Browser:
    """One person's keep-alive connection."""

    def __init__(self, kind: str, port: int, person: Person) -> None:
        path, self.body, self.check = KINDS[kind]
        self.port, self.person = port, person
        self.head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: session={person.token}\r\n"
            "Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n"
            "Accept-Encoding: gzip, br\r\nContent-Length: "
        )

    async def check_in(self) -> None:
        """One request and its answer; RuntimeError when it did not do its job."""
        body = json.dumps(self.body(self.person))
        self.writer.write(f"{self.head}{len(body)}\r\n\r\n{body}".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        size = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        answer = await self.reader.readexactly(size)
        if b"content-encoding: br" in head:  # the first one, which has everything
            answer = brotli.decompress(answer)
        if b" 200 " not in head[:16] or not self.check(self.person, json.loads(answer)):
            raise RuntimeError(f"{head!r} {answer!r}")

    async def check_in_until(self, end: float) -> list[float]:
        """How long each request took, one after the other on one connection until `end`."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        taken = []
        while (started := time.perf_counter()) < end:
            await self.check_in()
            taken.append(time.perf_counter() - started)
        self.writer.close()
        return taken


async def run(kind: str, port: int) -> None:
    """Serves commands from standard input."""
    browsers = [Browser(kind, port, Person(**given)) for given in json.loads(sys.stdin.readline())]
    for line in sys.stdin:
        started = time.perf_counter()
        end = started + float(line)
        found = await asyncio.gather(*(browser.check_in_until(end) for browser in browsers))
        seconds = time.perf_counter() - started
        taken = sorted(one for each in found for one in each)
        p99 = taken[int(len(taken) * 0.99)] * 1000
        print(json.dumps({"requests": len(taken), "seconds": seconds, "p99_ms": p99}), flush=True)


if __name__ == "__main__":
    uvloop.run(run(sys.argv[1], int(sys.argv[2])))
