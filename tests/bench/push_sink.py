"""A push service in a process of its own that remembers when what arrived, over plain HTTP.

`python -m tests.bench.push_sink DELAY_MS KEEP` prints its port. It answers each POST with 201 after
the delay, and GET /count and GET /dump (pickled arrivals) at once. KEEP=1 keeps the bodies.
"""

import asyncio
import pickle
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, cast

import uvloop

from tests.bench.processes import pin

_CREATED = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"


class Arrival(NamedTuple):
    """One message: when (seconds since 1970), for which endpoint, its Topic, its body if kept."""

    at: float
    path: str
    topic: str
    body: bytes


class _Sink(asyncio.Protocol):
    arrivals: list[tuple[float, bytes, bytes, bytes]]
    delay_s: float
    keep: bool

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self._later = asyncio.get_running_loop().call_later
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        """Takes every complete request in the buffer."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            size = end + 4 + int(_field(head, b"\r\nContent-Length: ") or b"0")
            if len(self._buffer) < size:
                return
            body, self._buffer = self._buffer[end + 4 : size], self._buffer[size:]
            self._take(head, body)

    def _take(self, head: bytes, body: bytes) -> None:
        method, path, _ = head.split(b" ", 2)
        if method == b"GET":
            self._report(path)
            return
        topic = _field(head, b"\r\nTopic: ")
        self.arrivals.append((time.time(), path, topic, body if self.keep else b""))
        if self.delay_s:
            self._later(self.delay_s, self._answer)
        else:
            self._transport.write(_CREATED)

    def _answer(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(_CREATED)

    def _report(self, path: bytes) -> None:
        found = str(len(self.arrivals)).encode()
        body = pickle.dumps(self.arrivals) if path == b"/dump" else found
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def _field(head: bytes, name: bytes) -> bytes:
    _, _, rest = head.partition(name)
    return rest.partition(b"\r\n")[0]


async def _serve(delay_ms: float, keep: bool) -> None:
    _Sink.arrivals, _Sink.delay_s, _Sink.keep = [], delay_ms / 1_000, keep
    server = await asyncio.get_running_loop().create_server(_Sink, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@dataclass(frozen=True)
class Sink:
    """The running service."""

    port: int

    def count(self) -> int:
        """How many messages have arrived."""
        return int(self._get("count"))

    def arrivals(self) -> list[Arrival]:
        """Every message in the order of arrival."""
        found = pickle.loads(self._get("dump"))
        return [Arrival(at, path.decode(), topic.decode(), body) for at, path, topic, body in found]

    def _get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=60) as answer:
            body: bytes = answer.read()
        return body


@contextmanager
def sinking(*, delay_ms: float = 0, keep: bool = False) -> Iterator[Sink]:
    """The service on the last core, for the length of the block."""
    command = [sys.executable, "-m", "tests.bench.push_sink", str(delay_ms), str(int(keep))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        pin(process.pid, 1)
        assert process.stdout is not None
        try:
            yield Sink(int(process.stdout.readline()))
        finally:
            process.terminate()


if __name__ == "__main__":
    uvloop.run(_serve(float(sys.argv[1]), sys.argv[2] == "1"))
