"""A strict push service on loopback: refuses what a real one refuses, decrypts what it takes."""

import asyncio
import base64
import json
import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from backend import clock

HOST = "jmt17.google.com"
ORIGIN = f"https://{HOST}"
_CURVE = ec.SECP256R1()


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Phone:
    """A browser's side of one subscription."""

    name: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(_CURVE))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def path(self) -> str:
        """The path of the endpoint."""
        return f"/fcm/send/{self.name}"

    @property
    def p256dh(self) -> str:
        """The public key as the browser hands it out."""
        form = serialization.PublicFormat.UncompressedPoint
        return b64(self.key.public_key().public_bytes(serialization.Encoding.X962, form))

    def subscription(self, **changes: Any) -> dict[str, Any]:
        """What the app sends to the server."""
        keys = {"p256dh": self.p256dh, "auth": b64(self.auth)}
        return {"endpoint": ORIGIN + self.path, "keys": keys, "label": self.name, **changes}

    def open(self, body: bytes) -> bytes:
        """The decrypted message."""
        plain: bytes = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"
        )
        return plain


@dataclass(frozen=True)
class Received:
    """A message that was taken."""

    phone: str
    headers: Mapping[str, str]
    plain: bytes

    @property
    def document(self) -> dict[str, Any]:
        """The whole Declarative Web Push document."""
        found: dict[str, Any] = json.loads(self.plain)
        return found

    @property
    def notification(self) -> dict[str, Any]:
        """The notification that a browser would show."""
        shown: dict[str, Any] = self.document["notification"]
        return shown


@dataclass
class Sink:
    """The running service; `answers` holds per phone what to say next, then 201 again."""

    public_key: str = ""
    port: int = 0
    phones: dict[str, Phone] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    requests: int = 0

    @property
    def host_map(self) -> tuple[str, ...]:
        """The setting that leads the sender here."""
        return (f"{HOST}=127.0.0.1:{self.port}",)

    def phone(self, name: str) -> Phone:
        """A new browser with a subscription at this service."""
        self.phones[f"/fcm/send/{name}"] = made = Phone(name)
        return made

    def dids(self) -> list[str]:
        """The delivery id of every message taken."""
        return [message.notification["data"]["did"] for message in self.received]

    def take(self, path: str, headers: Mapping[str, str], body: bytes) -> str:
        """The status line of the answer; what is wrong with a request is kept in `problems`."""
        self.requests += 1
        wrong = _wrong(headers, body, self.public_key)
        if wrong:
            self.problems += wrong
            return "400 Bad Request"
        phone = self.phones[path]
        planned = self.answers.get(phone.name)
        answer = planned.pop(0) if planned else "201 Created"
        if answer.startswith("201"):
            self.received.append(Received(phone.name, headers, phone.open(body)))
        return answer


def _wrong(headers: Mapping[str, str], body: bytes, public_key: str) -> list[str]:
    """Everything about a request that some push service refuses."""
    topic = headers.get("topic", "")
    checks = {
        "ttl": headers.get("ttl", "").isdigit() and int(headers["ttl"]) > 0,
        "topic": bool(re.fullmatch(r"[A-Za-z0-9_-]{1,32}", topic)) and len(topic) % 4 != 1,
        "urgency": headers.get("urgency") in ("very-low", "low", "normal", "high"),
        "encoding": headers.get("content-encoding") == "aes128gcm",
        "size": 0 < len(body) <= 4_096,
        "record": int.from_bytes(body[16:20], "big") == 4_096,
        "vapid": _vapid_holds(headers.get("authorization", ""), public_key),
    }
    return [name for name, holds in checks.items() if not holds]


def _vapid_holds(value: str, public_key: str) -> bool:
    """True for a signature of RFC 8292 by the subscribed key, for us, valid at most 24 h."""
    match = re.fullmatch(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+),\s*k=([\w-]+)", value)
    if match is None or match[4] != public_key:
        return False
    signature = unb64(match[3])
    halves = (int.from_bytes(signature[at : at + 32], "big") for at in (0, 32))
    key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, unb64(match[4]))
    signed = f"{match[1]}.{match[2]}".encode()
    try:
        key.verify(utils.encode_dss_signature(*halves), signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    claims = json.loads(unb64(match[2]))
    left = claims["exp"] - clock.now_ms() / 1_000
    contact = claims["sub"].startswith(("mailto:", "https://"))
    return bool(claims["aud"] == ORIGIN and 0 < left <= 24 * 3_600 and contact)


@asynccontextmanager
async def sinking() -> AsyncIterator[Sink]:
    """The service, on a free port of 127.0.0.1."""
    sink, tasks = Sink(), set[asyncio.Task[None]]()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await _answer_one(sink, reader, writer):
                pass
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _answer_one(
    sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """Reads one request and answers it as told; False ends the connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    answer = sink.take(head[0].split(" ")[1], headers, body)
    if answer == "hang":
        await asyncio.sleep(60)
    if answer == "reset":
        writer.transport.abort()
        return False
    status, _, extra = answer.partition("\n")
    lines = [f"HTTP/1.1 {status}", "Content-Length: 0", *filter(None, extra.split("\n"))]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    await writer.drain()
    return True
