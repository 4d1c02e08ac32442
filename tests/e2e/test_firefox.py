"""A real Firefox subscribes, receives, decrypts, shows and opens a reminder of a real server."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Playwright

from backend import clock, messages
from tests import tools
from tests.e2e import autopush, browser, notifications, server
from tests.e2e.walk import PASSWORD
from tests.support import OWN_PAGE

PREFERENCES: dict[str, str | float | bool] = {
    "permissions.default.desktop-notification": 1,
    "dom.webnotifications.requireuserinteraction": False,
    "alerts.useSystemBackend": True,
}
SUBSCRIBE = """async () => {
    const meta = await (await fetch('/api/meta')).json();
    const { pushManager } = await navigator.serviceWorker.ready;
    const made = await pushManager.subscribe({
        userVisibleOnly: true, applicationServerKey: meta.vapidPublicKey,
    });
    return made.toJSON();
}"""
SHOWN = """async () => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
}"""


@dataclass
class House:
    """The server, its push service, the desktop, and Firefox on one of our pages."""

    everkeel: server.Everkeel
    push: autopush.Autopush
    desktop: notifications.Desktop
    page: Page

    async def call(self, method: str, path: str, **body: Any) -> Any:
        """The JSON of an answer, as our own page gets it."""
        answer = await self.page.request.fetch(
            f"{self.everkeel.origin}{path}", method=method, data=body or None, headers=OWN_PAGE
        )
        assert answer.ok, await answer.text()
        return await answer.json() if await answer.body() else None


@asynccontextmanager
async def firefox(
    driver: Playwright, push: autopush.Autopush, desktop: notifications.Desktop
) -> AsyncIterator[Page]:
    """A page of a fresh Firefox whose push service and desktop are these."""
    program = await driver.firefox.launch(
        executable_path=tools.firefox(), channel="moz-firefox", headless=True,
        firefox_user_prefs={**PREFERENCES, **push.preferences()},
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": desktop.address},
    )  # fmt: skip
    try:
        context = await program.new_context()
        context.set_default_timeout(20_000)
        yield await context.new_page()
    finally:
        await program.close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Firefox, signed in at a fresh instance and subscribed."""
    async with AsyncExitStack() as stack:
        push = await stack.enter_async_context(autopush.running())
        desktop = await stack.enter_async_context(notifications.desktop(tmp_path))
        everkeel = await stack.enter_async_context(
            server.serving(tmp_path, push_host_map=push.host_map)
        )
        driver = await stack.enter_async_context(browser.chromium())
        page = await stack.enter_async_context(firefox(driver, push, desktop))
        made = House(everkeel, push, desktop, page)
        await _sign_up_and_subscribe(made)
        yield made


async def _sign_up_and_subscribe(house: House) -> None:
    token = house.everkeel.greeting().partition("#")[2]
    await house.call(
        "POST", "/api/sign-up", token=token, email="fox@example.org", password=PASSWORD,
        zone="UTC", language="en", adult=True,
    )  # fmt: skip
    await house.page.goto(house.everkeel.origin)
    made = await house.page.evaluate(SUBSCRIBE)
    await house.call(
        "PUT", "/api/push/subscription",
        endpoint=made["endpoint"], keys=made["keys"], label="Firefox",
    )  # fmt: skip


async def test_firefox_receives_decrypts_shows_and_opens_a_reminder(house: House) -> None:
    due = (clock.now() + timedelta(seconds=65)).replace(second=0, microsecond=0)
    await house.call("POST", "/api/reminders", time=f"{due:%H:%M}", weekdays=127, zone="UTC")
    shown = await house.desktop.wait_for(1, 90)
    late = (clock.now() - due).total_seconds()
    assert 0 <= late < 5, f"shown {late:.1f} s after {due}"
    texts = {(note.title, note.body) for note in messages.catalogue("en").reminders}
    [kept] = await house.page.evaluate(SHOWN)
    assert (kept["title"], kept["body"]) in texts
    assert kept["title"] == shown.title
    delivery = await _delivery(house.everkeel)
    day = clock.local_date(due, "UTC", 3).isoformat()
    asked = {"did": delivery["id"], "kind": "mood", "habitId": None, "day": day}
    assert kept["data"]["asked"] == asked
    [post] = house.push.posted
    assert (post.status, kept["tag"]) == (201, post.headers["topic"])
    assert kept["body"].encode() not in post.body
    assert house.push.acknowledged == [post.channel]
    await _opens(house, shown)


async def _delivery(everkeel: server.Everkeel) -> dict[str, Any]:
    """The one delivery, once it is marked sent and its device has said that it was shown."""
    path = f"file:{everkeel.folder / 'everkeel.sqlite3'}?mode=ro"
    found: dict[str, Any] = {}
    for _ in range(50):
        with sqlite3.connect(path, uri=True) as db:
            db.row_factory = sqlite3.Row
            [found] = [dict(row) for row in db.execute("SELECT * FROM deliveries")]
        if found["state"] == "sent" and found["shown_at"]:
            break
        await asyncio.sleep(0.1)
    assert (found["state"], bool(found["shown_at"])) == ("sent", True)
    return found


async def _opens(house: House, shown: notifications.Shown) -> None:
    """A click brings the app to the place that the notification names."""
    await house.page.goto(f"{house.everkeel.origin}/help")
    house.desktop.click(shown)
    await house.page.wait_for_url(lambda url: "/help" not in url)
    assert await house.page.evaluate(SHOWN) == []


async def test_the_test_button_reaches_firefox(house: House) -> None:
    [device] = await house.call("GET", "/api/push/subscriptions")
    await house.call("POST", f"/api/push/subscriptions/{device['id']}/test")
    shown = await house.desktop.wait_for(1, 15)
    note = messages.catalogue("en").test
    assert (shown.title, shown.body.rpartition("\n")[2]) == (note.title, note.body)
    meta = await house.call("GET", "/api/meta")
    [key] = house.push.keys.values()
    assert key.rstrip("=") == meta["vapidPublicKey"]


async def test_a_channel_that_firefox_gave_up_is_forgotten(house: House) -> None:
    [device] = await house.call("GET", "/api/push/subscriptions")
    await house.page.evaluate(
        """async () => {
            const { pushManager } = await navigator.serviceWorker.ready;
            await (await pushManager.getSubscription()).unsubscribe();
        }"""
    )
    await house.call("POST", f"/api/push/subscriptions/{device['id']}/test")
    for _ in range(50):
        if not await house.call("GET", "/api/push/subscriptions"):
            break
        await asyncio.sleep(0.1)
    assert await house.call("GET", "/api/push/subscriptions") == []
    assert [post.status for post in house.push.posted] == [410]
