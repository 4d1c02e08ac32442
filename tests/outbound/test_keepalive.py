"""The client for push services, against well-formed and malformed answers."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from backend.keepalive import KEPT_BODY, Pool, Reply, Target

OK = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"


class Server:
    """Answers each request with the next of `answers`, piece by piece; counts connections."""

    def __init__(self, *answers: bytes | tuple[bytes, ...]) -> None:
        self.answers = list(answers)
        self.connections = 0
        self.requests: list[bytes] = []
        self.asked = asyncio.Event()
        self.port = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(size))
                self.asked.set()
                await self._say(writer, self.answers.pop(0))
            await reader.read()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _say(self, writer: asyncio.StreamWriter, answer: bytes | tuple[bytes, ...]) -> None:
        for piece in answer if isinstance(answer, tuple) else (answer,):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.001)


@asynccontextmanager
async def _running(
    *answers: bytes | tuple[bytes, ...], timeout_s: float = 2
) -> AsyncIterator[tuple[Server, Callable[[], "asyncio.Task[Reply]"]]]:
    """The server, and a function that starts a request to it."""

    async def dial(host: str, port: int) -> socket.socket:
        sock = socket.socket()
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, (host, port))
        return sock

    server, pool = Server(*answers), Pool(dial, timeout_s)
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    target = Target("127.0.0.1", listening.sockets[0].getsockname()[1], False)

    def post() -> "asyncio.Task[Reply]":
        return asyncio.create_task(pool.post(target, "/p", {"TTL": "60"}, b"body"))

    try:
        yield server, post
    finally:
        pool.close()
        listening.close()


async def test_a_request_is_well_formed() -> None:
    async with _running(OK) as (server, post):
        assert (await post()).status == 201
    assert server.requests == [b"POST /p HTTP/1.1\r\nTTL: 60\r\nContent-Length: 4\r\n\r\nbody"]


async def test_a_connection_is_used_again() -> None:
    async with _running(OK, OK, OK) as (server, post):
        for _ in range(3):
            await post()
    assert server.connections == 1


async def test_requests_at_the_same_time_have_their_own_connections() -> None:
    async with _running(*[OK] * 5) as (server, post):
        await asyncio.gather(*(post() for _ in range(5)))
    assert server.connections == 5


async def test_an_answer_may_come_in_pieces() -> None:
    said = b"HTTP/1.1 410 Gone\r\nContent-Length: 4\r\nRetry-After: 7\r\n\r\ndead"
    pieces = tuple(said[at : at + 1] for at in range(len(said)))
    async with _running(pieces, OK) as (server, post):
        reply = await post()
        assert (reply.status, reply.headers["retry-after"], reply.body) == (410, "7", b"dead")
        assert (await post()).status == 201
    assert server.connections == 1


async def test_a_preliminary_answer_is_passed_by() -> None:
    async with _running(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK) as (_, post):
        assert (await post()).status == 201


async def test_no_content_needs_no_length() -> None:
    async with _running(b"HTTP/1.1 204 No Content\r\n\r\n", OK) as (server, post):
        assert (await post()).status == 204
        await post()
    assert server.connections == 1


ENDING = {
    "close": b"HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    "old version": b"HTTP/1.0 201 Created\r\nContent-Length: 0\r\n\r\n",
    "no length": b"HTTP/1.1 201 Created\r\n\r\n",
    "chunked": b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": (
        b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n"
    ),
    "odd length": b"HTTP/1.1 201 Created\r\nContent-Length: +0\r\n\r\n",
    "long": b"HTTP/1.1 201 Created\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 9_000,
    "a second answer": OK + b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("case", ENDING)
async def test_after_an_unusual_answer_the_connection_ends(case: str) -> None:
    async with _running(ENDING[case], OK) as (server, post):
        first = await post()
        assert first.status == 201
        assert len(first.body) <= KEPT_BODY
        assert (await post()).status == 201
    assert server.connections == 2


async def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next() -> None:
    late = (OK, b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
    async with _running(late, OK) as (server, post):
        assert (await post()).status == 201
        await asyncio.sleep(0.05)
        assert (await post()).status == 201
    assert server.connections == 2


@pytest.mark.parametrize(
    "said",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/2 201\r\n\r\n",
        b"HTTP/1.1 999 Odd\r\n\r\n",
        b"HTTP/1.1 2\r\n\r\n",
        b"\r\n\r\n",
        b"HTTP/1.1 201 Created\r\n" + b"X: y\r\n" * 5_000,
    ],
)
async def test_what_is_no_answer_is_an_error(said: bytes) -> None:
    async with _running(said) as (_, post):
        with pytest.raises(ConnectionError):
            await post()


async def test_silence_ends_at_the_deadline() -> None:
    async with _running(b"", timeout_s=0.1) as (_, post):
        with pytest.raises(OSError, match="before the answer"):
            await post()


async def test_a_connection_closed_while_idle_is_not_used() -> None:
    async with _running(OK) as (server, post):
        await post()
        server.answers = [OK]
        await asyncio.sleep(0.05)
        assert (await post()).status == 201


async def test_a_cancelled_request_spoils_no_other() -> None:
    slow = (b"", b"HTTP/1.1 410 Gone\r\n", b"Content-Length: 0\r\n\r\n")
    async with _running(slow, OK) as (server, post):
        request = post()
        await server.asked.wait()  # else the slow answer would be the next request's own
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        assert (await post()).status == 201
