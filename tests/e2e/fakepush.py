"""Google's push service as far as Chromium and a sender see it, on loopback.

Chromium checks in, registers and keeps a TLS connection (MCS) on which messages arrive; the
sender posts to `/fcm/send/<token>` (RFC 8030). Field numbers are those of Chromium's
`google_apis/gcm/protocol`; nothing is decrypted here.
"""

import asyncio
import contextlib
import secrets
import ssl
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

from tests.e2e.certificate import write_certificate

PING, PING_ANSWER, LOGIN_ANSWER, MESSAGE = 0, 1, 3, 8
MCS_VERSION = 41


def varint(number: int) -> bytes:
    """Protobuf's variable-length integer."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def integer(tag: int, value: int) -> bytes:
    """A varint field."""
    return varint(tag << 3) + varint(value)


def fixed(tag: int, value: int) -> bytes:
    """A fixed64 field."""
    return varint(tag << 3 | 1) + struct.pack("<Q", value)


def text(tag: int, value: str | bytes) -> bytes:
    """A string, bytes or message field."""
    raw = value.encode() if isinstance(value, str) else value
    return varint(tag << 3 | 2) + varint(len(raw)) + raw


def checked_in() -> bytes:
    """AndroidCheckinResponse: ok, the time, an id and a token for this device."""
    now = int(time.time() * 1000)
    return integer(1, 1) + integer(3, now) + fixed(7, 0x1234567890) + fixed(8, 0x9876543210)


def logged_in() -> bytes:
    """LoginResponse."""
    return text(1, "1") + text(2, "user@localhost") + integer(8, int(time.time() * 1000))


@dataclass
class Posted:
    """A message that a sender posted, and what it was answered."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int = 0


@dataclass
class FakePush:
    """The running service: its ports, what was posted, and tokens that are still alive."""

    http_port: int = 0
    mcs_port: int = 0
    registered: dict[str, dict[str, str]] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    _device: asyncio.StreamWriter | None = None
    _waiting: list[bytes] = field(default_factory=list)

    def switches(self) -> list[str]:
        """Chromium's switches that lead here."""
        http = f"http://127.0.0.1:{self.http_port}"
        return [
            f"--gcm-checkin-url={http}/checkin",
            f"--gcm-registration-url={http}/register",
            f"--gcm-mcs-endpoint=https://localhost:{self.mcs_port}",
            "--ignore-certificate-errors",
        ]

    def forget_everybody(self) -> None:
        """From now on every known endpoint is 410 Gone."""
        self.registered.clear()

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers requests on one connection until it closes."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                status, body = await self._answer(*await _request(reader))
                head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        writer.close()

    async def _answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[str, bytes]:
        if path.startswith("/checkin"):
            return "200 OK", checked_in()
        if path.startswith("/register"):
            return "200 OK", self._register(dict(parse_qsl(body.decode())))
        post = Posted(path, headers, body)
        self.posted.append(post)
        device = self.registered.get(path.removeprefix("/fcm/send/"))
        post.status = 201 if device else 410
        if device:
            await self._deliver(device, post)
        return ("201 Created" if device else "410 Gone"), b""

    def _register(self, form: dict[str, str]) -> bytes:
        if form.get("delete"):
            return b"token=" + form.get("X-subtype", "").encode()
        token = secrets.token_urlsafe(60)
        self.registered[token] = form
        return b"token=" + token.encode()

    async def _deliver(self, device: dict[str, str], post: Posted) -> None:
        coding = post.headers.get("content-encoding", "")
        stanza = (
            text(2, f"m{len(self.posted)}")
            + text(3, device["sender"])
            + text(5, device["app"])
            + text(7, text(1, "subtype") + text(2, device["X-subtype"]))
            + text(7, text(1, "content-encoding") + text(2, coding))
            + text(9, f"0:{time.time_ns()}")
            + integer(17, int(post.headers.get("ttl", "0")))
            + integer(18, int(time.time() * 1000))
            + text(21, post.body)
        )
        self._waiting.append(bytes([MESSAGE]) + varint(len(stanza)) + stanza)
        await self._flush()

    async def _flush(self) -> None:
        """Sends what waits; like the real service it keeps messages for a device that is away."""
        if self._device is None or self._device.is_closing():
            return
        while self._waiting:
            self._device.write(self._waiting.pop(0))
        await self._device.drain()

    async def mcs(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Keeps a device's connection: answers its login and its pings."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readexactly(1)  # the client's version
            await _frame(reader)  # LoginRequest
            answer = logged_in()
            writer.write(bytes([MCS_VERSION, LOGIN_ANSWER]) + varint(len(answer)) + answer)
            self._device = writer
            await self._flush()
            while True:
                if await _frame(reader) == PING:
                    writer.write(bytes([PING_ANSWER, 0]))
                    await writer.drain()
        if self._device is writer:
            self._device = None
        writer.close()


async def _request(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    """Path, headers by lower-case name, and body of the next request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.split(":", 1) for line in head[1:] if ":" in line)
    headers = {name.lower(): value.strip() for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return head[0].split(" ")[1], headers, body


async def _frame(reader: asyncio.StreamReader) -> int:
    """The kind of the next MCS frame; its content is not needed."""
    kind = (await reader.readexactly(1))[0]
    size = shift = 0
    while True:
        byte = (await reader.readexactly(1))[0]
        size |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            break
    await reader.readexactly(size)
    return kind


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[FakePush]:
    """The service on free ports of 127.0.0.1, with a certificate made in that folder."""
    fake = FakePush()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*write_certificate(folder))
    async with (
        await asyncio.start_server(fake.http, "127.0.0.1", 0) as http,
        await asyncio.start_server(fake.mcs, "127.0.0.1", 0, ssl=tls) as mcs,
    ):
        fake.http_port = http.sockets[0].getsockname()[1]
        fake.mcs_port = mcs.sockets[0].getsockname()[1]
        yield fake
