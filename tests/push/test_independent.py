"""Somebody else's implementation decrypts what we send: npm's web-push-testing."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import keys, messages
from backend.push import rules
from backend.settings import Settings
from tests import tools
from tests.e2e.server import free_port
from tests.support import Person, dump

HOST = "jmt17.google.com"
# Its own start script listens on every interface.
START = """
const { PushApiModel } = require('web-push-testing/src/PushApiModel.js');
const Server = require('web-push-testing/src/server.js');
const server = new Server(new PushApiModel(), Number(process.argv[1]));
server.setRequestHandlers();
server._app.listen(server._port, '127.0.0.1', () => console.log('listening'));
"""


@dataclass
class Receiver:
    """The running push service and a browser subscribed at it."""

    http: httpx.AsyncClient
    port: int
    subscription: dict[str, Any]

    async def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the service says; every route of it is a POST."""
        answer = await self.http.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json().get("data") if answer.text.startswith("{") else None

    async def received(self) -> list[dict[str, Any]]:
        """The plaintexts that it could decrypt."""
        body = {"clientHash": self.subscription["clientHash"]}
        return [
            json.loads(text) for text in (await self.ask("/get-notifications", body))["messages"]
        ]

    def as_browsers_say(self) -> dict[str, Any]:
        """The subscription as the app sends it: at Google's host, which leads here."""
        return {
            "endpoint": f"https://{HOST}/notify/{self.subscription['clientHash']}",
            "keys": self.subscription["keys"],
            "label": "Phone",
        }


@pytest.fixture
def port() -> int:
    """Where the service will listen."""
    return free_port()


@pytest.fixture
def settings(settings: Settings, port: int) -> Settings:
    """Settings that lead to the service."""
    return msgspec.structs.replace(settings, push_host_map=(f"{HOST}=127.0.0.1:{port}",))


@pytest.fixture
async def receiver(settings: Settings, port: int) -> AsyncIterator[Receiver]:
    """The service, with one browser subscribed for this instance's key."""
    assert tools.MODULES.is_dir(), "run: python -m tests npm"
    process = await asyncio.create_subprocess_exec(
        *tools.node("-e", START, str(port)), cwd=tools.FRONTEND, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert b"listening" in await asyncio.wait_for(process.stdout.readline(), 20)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            made = Receiver(http, port, {})
            key = keys.vapid_public_key(settings)
            body = {"userVisibleOnly": "true", "applicationServerKey": key}
            made.subscription = await made.ask("/subscribe", body)
            yield made
    finally:
        process.terminate()
        await process.wait()


async def subscribed(person: Person, receiver: Receiver) -> str:
    """The id of the person's new subscription."""
    answer = await person.http.put("/api/push/subscription", json=receiver.as_browsers_say())
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


async def test_what_we_send_is_read_as_we_wrote_it(
    member: Person, receiver: Receiver, settings: Settings
) -> None:
    device = await subscribed(member, receiver)
    for _ in range(2):
        answer = await member.http.post(f"/api/push/subscriptions/{device}/test")
        assert answer.status_code == 202
    read = await receiver.received()
    assert len(read) == 2
    note = messages.catalogue("en").test
    assert read[0]["web_push"] == 8030
    shown = read[0]["notification"]
    assert (shown["title"], shown["body"], shown["lang"]) == (note.title, note.body, "en")
    assert shown["navigate"].startswith(settings.origin)
    assert shown["tag"] == rules.topic("test")
    assert shown["data"]["did"] != read[1]["notification"]["data"]["did"]
    listed = (await member.http.get("/api/push/subscriptions")).json()
    assert listed[0]["lastDeliveredAt"]


async def test_an_expired_subscription_is_taken_out(
    member: Person, receiver: Receiver, db: BaseDBAsyncClient
) -> None:
    device = await subscribed(member, receiver)
    await receiver.ask(f"/expire-subscription/{receiver.subscription['clientHash']}")
    answer = await member.http.post(f"/api/push/subscriptions/{device}/test")
    assert answer.status_code == 202
    assert await receiver.received() == []
    assert (await member.http.get("/api/push/subscriptions")).json() == []
    [row] = await dump(db, "subscriptions")
    assert (bool(row["active"]), row["ended_reason"]) == (False, "410")
