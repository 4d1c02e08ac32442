"""POST over kept HTTP/1.1 connections: what push services need of HTTP, and nothing else.

It exists because over aiohttp a message costs 1.6 times as much CPU, encryption included. Redirects
are not followed by construction, at most 1 kB of an answer is kept, and a connection whose answer
was not exactly one well-formed response is never used again.
"""

import asyncio
import re
import socket
import ssl
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import NamedTuple, cast

MAX_HEAD = 16_384
MAX_BODY = 65_536  # a longer answer ends the connection instead of being read
KEPT_BODY = 1_024
IDLE_S = 50.0
_IDLE_AT_MOST = 256
_STATUS = re.compile(r"HTTP/1\.([01]) ([1-5][0-9]{2})(?: .*)?")

Dial = Callable[[str, int], Awaitable[socket.socket]]


class Target(NamedTuple):
    """Where requests go."""

    host: str
    port: int
    tls: bool


class Reply(NamedTuple):
    """An answer: status, headers by lower-case name, at most 1 kB of body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class BadReply(ConnectionError):
    """Bytes that are no HTTP/1.1 answer."""


class _Connection(asyncio.Protocol):
    """One connection with at most one request on its way."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._buffer = b""
        self._waiting: asyncio.Future[Reply] | None = None
        self.usable = True
        self.since = 0.0  # when its request began, or when it became idle

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The handshake is done."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """The other side, or a deadline, has ended it."""
        self.usable = False
        self._fail(ConnectionResetError("the connection ended before the answer"))

    def data_received(self, data: bytes) -> None:
        """Collects the answer; anything that nobody waits for ends the connection."""
        if self._waiting is None:
            self.end()
            return
        self._buffer += data
        try:
            reply = self._parse()
        except (BadReply, ValueError) as error:
            self._fail(BadReply(str(error)))
            self.end()
            return
        if reply is not None:
            self._finish(reply)

    async def send(self, request: bytes) -> Reply:
        """The answer to one request; raises ConnectionError when the connection ends before it."""
        self._waiting = self._loop.create_future()
        self._transport.write(request)
        try:
            return await self._waiting
        except asyncio.CancelledError:
            self.end()
            raise

    def end(self) -> None:
        """Close without ceremony; whoever waits gets an error."""
        self.usable = False
        self._transport.abort()

    def _fail(self, error: Exception) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(error)

    def _finish(self, reply: Reply) -> None:
        waiting, self._waiting, self._buffer = self._waiting, None, b""
        if waiting is not None and not waiting.done():
            waiting.set_result(reply)
        if not self.usable:
            self._transport.abort()

    def _parse(self) -> Reply | None:
        """The complete answer in the buffer, None while some of it is missing."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > MAX_HEAD:
                raise BadReply("the head is too long")
            return None
        minor, status, headers = _head(self._buffer[:end])
        rest = self._buffer[end + 4 :]
        if 100 <= status < 200:
            self._buffer = rest
            return self._parse()
        length = _length(status, headers)
        if length is not None and len(rest) < length:
            return None
        # Whatever is not exactly one answer could be taken for the next one: close then.
        closing = "close" in headers.get("connection", "").lower() or minor == "0"
        self.usable = self.usable and not closing and len(rest) == length
        return Reply(status, headers, rest[: KEPT_BODY if length is None else length][:KEPT_BODY])


def _head(raw: bytes) -> tuple[str, int, dict[str, str]]:
    """HTTP minor version, status and headers of an answer."""
    first, *lines = raw.decode("latin-1").split("\r\n")
    match = _STATUS.fullmatch(first)
    if match is None:
        raise BadReply("no HTTP/1.1 status line")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    return match[1], int(match[2]), headers


def _length(status: int, headers: Mapping[str, str]) -> int | None:
    """Bytes of the body; None when only the end of the connection would tell."""
    if status in (204, 304):
        return 0
    text = headers.get("content-length", "")
    if "transfer-encoding" in headers or not text.isdecimal() or len(text) > 5:
        return None
    return int(text) if int(text) <= MAX_BODY else None


class Pool:
    """Connections by target; `dial` gives a connected socket or raises."""

    def __init__(self, dial: Dial, timeout_s: float, tls: ssl.SSLContext | None = None) -> None:
        self._dial = dial
        self._timeout_s = timeout_s
        self._tls = tls or ssl.create_default_context()
        self._idle: defaultdict[Target, list[_Connection]] = defaultdict(list)
        self._busy: set[_Connection] = set()
        self._sweeper: asyncio.TimerHandle | None = None

    async def post(
        self, target: Target, path: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """The answer; raises OSError (TimeoutError, ConnectionError, SSLError) when none comes."""
        fields = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        head = f"POST {path} HTTP/1.1\r\n{fields}Content-Length: {len(body)}\r\n\r\n"
        loop = asyncio.get_running_loop()
        started = loop.time()
        connection = self._take(target, started) or await self._open(target)
        connection.since = started
        self._busy.add(connection)
        if self._sweeper is None:
            self._sweep(loop)
        try:
            reply = await connection.send(head.encode("latin-1") + body)
        finally:
            self._busy.discard(connection)
        self._give_back(target, connection, loop.time())
        return reply

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        """End what has been waiting too long; one timer for all, each would cost the CPU more."""
        oldest = loop.time() - self._timeout_s
        for connection in [found for found in self._busy if found.since < oldest]:
            connection.end()
        again = partial(self._sweep, loop)
        self._sweeper = loop.call_later(self._timeout_s / 16, again) if self._busy else None

    def close(self) -> None:
        """End every idle connection."""
        for connections in self._idle.values():
            for connection in connections:
                connection.end()
        self._idle.clear()

    def _take(self, target: Target, now: float) -> _Connection | None:
        """The connection used last, if it is still good."""
        idle = self._idle[target]
        while idle:
            connection = idle.pop()
            if connection.usable and now - connection.since < IDLE_S:
                return connection
            connection.end()
        return None

    def _give_back(self, target: Target, connection: _Connection, now: float) -> None:
        """Keep a connection for the next request."""
        idle = self._idle[target]
        if connection.usable and len(idle) < _IDLE_AT_MOST:
            connection.since = now
            idle.append(connection)
        else:
            connection.end()

    async def _open(self, target: Target) -> _Connection:
        """A new connection, its certificate checked against the target's name."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._timeout_s):
            sock = await self._dial(target.host, target.port)
            _, connection = await loop.create_connection(
                _Connection,
                sock=sock,
                ssl=self._tls if target.tls else None,
                server_hostname=target.host if target.tls else None,
            )
        return connection
