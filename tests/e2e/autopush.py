"""Mozilla's push service as far as Firefox and a sender see it, on loopback.

Firefox keeps a WebSocket on which it registers and messages arrive; the sender posts to
`/wpush/v2/<channel>` (RFC 8030). The frames are those of autopush; nothing is decrypted here.
"""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

HOST = "updates.push.services.mozilla.com"
LARGEST = 4_096


@dataclass
class Posted:
    """A message that a sender posted, and what it was answered."""

    channel: str
    headers: dict[str, str]
    body: bytes
    status: int


@dataclass
class Autopush:
    """The running service: its port, its channels, the keys they were made for, what came."""

    port: int = 0
    keys: dict[str, str] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    _channels: dict[str, web.WebSocketResponse] = field(default_factory=dict)

    @property
    def host_map(self) -> str:
        """The setting that leads the sender here."""
        return f"{HOST}=127.0.0.1:{self.port}"

    def preferences(self) -> dict[str, str | float | bool]:
        """Firefox's preferences that lead here."""
        return {
            "dom.push.connection.enabled": True,  # automated browsers have it off
            "dom.push.serverURL": f"ws://127.0.0.1:{self.port}/",
            "dom.push.testing.allowInsecureServerURL": True,
        }

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """Keeps a browser's connection until it closes."""
        socket = web.WebSocketResponse(protocols=["push-notification"])
        await socket.prepare(request)
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            if answer := self._answer(socket, frame.json()):
                await socket.send_json(answer)
        return socket

    def _answer(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> dict[str, Any] | None:
        """What autopush says to one frame; `{}` is a ping."""
        kind, channel = said.get("messageType"), said.get("channelID", "")
        if kind == "hello":
            return {"messageType": kind, "status": 200, "uaid": uuid4().hex, "use_webpush": True}
        if kind == "register":
            self._channels[channel], self.keys[channel] = socket, said["key"]
            endpoint = f"https://{HOST}/wpush/v2/{channel}"
            return {
                "messageType": kind, "status": 200, "channelID": channel, "pushEndpoint": endpoint,
            }  # fmt: skip
        if kind == "unregister":
            self._channels.pop(channel, None)
            return {"messageType": kind, "status": 200, "channelID": channel}
        if kind == "ack":
            self.acknowledged += [update["channelID"] for update in said["updates"]]
            return None
        return {} if kind in (None, "ping") else None

    async def post(self, request: web.Request) -> web.Response:
        """Hands a message on as it is: 201, 410 for a channel that nobody has, 413 or 400."""
        channel, body = request.match_info["channel"], await request.read()
        socket = self._channels.get(channel)
        status = 201 if socket else 410
        if "TTL" not in request.headers or "Authorization" not in request.headers:
            status = 400
        if len(body) > LARGEST:
            status = 413
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.posted.append(Posted(channel, headers, body, status))
        if socket and status == 201:
            await socket.send_json(_notification(channel, headers, body))
        return web.Response(status=status, headers={"TTL": headers.get("ttl", "0")})


def _notification(channel: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """The frame in which a message reaches the browser."""
    return {
        "messageType": "notification",
        "channelID": channel,
        "version": uuid4().hex,
        "data": base64.urlsafe_b64encode(body).rstrip(b"=").decode(),
        "headers": {"encoding": headers["content-encoding"]},
    }


@asynccontextmanager
async def running() -> AsyncIterator[Autopush]:
    """The service on a free port of 127.0.0.1."""
    service = Autopush()
    app = web.Application(client_max_size=1 << 20)
    app.add_routes([web.get("/", service.socket), web.post("/wpush/v2/{channel}", service.post)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        service.port = runner.addresses[0][1]
        yield service
    finally:
        await runner.cleanup()
