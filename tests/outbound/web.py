"""A small web server on loopback that plays every kind of host, and names that lead to it."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

from aiohttp.abc import AbstractResolver, ResolveResult

PUBLIC = "93.184.216.34"
BOMB = gzip.compress(b"<html>" + b"0" * 30_000_000)
_HTML = b"Content-Type: text/html; charset=utf-8\r\n"


class Names(AbstractResolver):
    """A resolver with a fixed list; a name with several entries gives them one after another."""

    def __init__(self, **names: list[list[str]]) -> None:
        self._names = {name.replace("_", "."): answers for name, answers in names.items()}

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - the interface's
    ) -> list[ResolveResult]:
        """The next list of addresses of the name."""
        answers = self._names.get(host)
        if answers is None:
            raise OSError("no such name")
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing to release."""


@dataclass
class Web:
    """The running server: its port and the path of every request that reached it."""

    port: int = 0
    hits: list[str] = field(default_factory=list)


def _answer(status: str, head: bytes = b"", body: bytes = b"") -> bytes:
    size = b"Content-Length: %d\r\n" % len(body)
    return b"HTTP/1.1 " + status.encode() + b"\r\n" + head + size + b"\r\n" + body


def _redirect(to: str) -> bytes:
    return _answer("302 Found", b"Location: " + to.encode() + b"\r\n")


_FIXED = {
    "/page": _answer("200 OK", _HTML, "<title>Grüße</title>".encode()),
    "/latin": _answer(
        "200 OK", b"Content-Type: text/html\r\n", b"<meta charset='iso-8859-1'>Gr\xfc\xdfe"
    ),
    "/strange": _answer("200 OK", b"Content-Type: text/html; charset=hex\r\n", b"plain"),
    "/pdf": _answer("200 OK", b"Content-Type: application/pdf\r\n", b"%PDF"),
    "/gone": _answer("404 Not Found", _HTML, b"gone"),
    "/bomb": _answer("200 OK", _HTML + b"Content-Encoding: gzip\r\n", BOMB),
    "/loop": _redirect("/loop"),
    "/created": _answer("201 Created"),
}


async def _endless(writer: asyncio.StreamWriter) -> None:
    """100 MB of an answer, as fast as they are taken."""
    writer.write(b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: 100000000\r\n\r\n")
    for _ in range(1_000):
        writer.write(b"0" * 100_000)
        await writer.drain()


async def _drip(writer: asyncio.StreamWriter) -> None:
    """A byte now and then: each read succeeds, the page never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\n" + _HTML + b"Content-Length: 1000\r\n\r\n")
    for _ in range(1_000):
        writer.write(b"0")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _hang(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _reset(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


_LIVE: dict[str, Callable[[asyncio.StreamWriter], Awaitable[None]]] = {
    "/endless": _endless,
    "/drip": _drip,
    "/hang": _hang,
    "/reset": _reset,
}


@asynccontextmanager
async def serving() -> AsyncIterator[Web]:
    """The server, on a free port of 127.0.0.1."""
    web, tasks = Web(), set[asyncio.Task[None]]()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                await _serve_one(web, reader, writer)

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _serve_one(web: Web, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    path = unquote(head.split(b" ", 2)[1].decode())
    web.hits.append(path)
    if live := _LIVE.get(path):
        await live(writer)
        return
    to = path.removeprefix("/to?")
    writer.write(_redirect(to) if to != path else _FIXED[path])
    await writer.drain()
