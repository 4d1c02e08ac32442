"""An answer in the notification itself, given without a network and with no window open."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from backend import clock, messages
from tests.e2e import browser, fakepush, notifications, server, walk

HABIT = "Evening walk"
EXPECTED = ("status of 401", "net::ERR_INTERNET_DISCONNECTED")
ENTRIES = "SELECT count(*) FROM entries WHERE value = 1 AND NOT deleted"
OPERATIONS = "SELECT count(*) FROM sync_operations"


@dataclass
class Evening:
    """A phone whose habit is to be asked about, and everything around it."""

    everkeel: server.Everkeel
    desktop: notifications.Desktop
    page: Page
    witness: browser.Witness

    def database(self, text: str, *values: object) -> list[tuple[int]]:
        """What a statement finds in, or does to, the server's database."""
        path = self.everkeel.folder / "everkeel.sqlite3"
        with closing(sqlite3.connect(path, timeout=10)) as db, db:
            return db.execute(text, values).fetchall()


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    """A fresh instance, and a phone that knows nothing of it."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        push = await enter(fakepush.running(tmp_path))
        desktop = await enter(notifications.desktop(tmp_path))
        hosts = f"jmt17.google.com=127.0.0.1:{push.http_port}"
        everkeel = await enter(server.serving(tmp_path, push_host_map=hosts))
        driver = await enter(browser.chromium())
        witness = browser.Witness(everkeel.origin, EXPECTED)
        page = await enter(
            browser.phone(
                driver, tmp_path / "phone", witness, bus=desktop.address,
                switches=push.switches(), permissions=["notifications"],
            )
        )  # fmt: skip
        await walk.sign_up(page, everkeel.greeting(), "ada@example.org")
        yield Evening(everkeel, desktop, page, witness)


async def test_it_is_kept_and_arrives_exactly_once(evening: Evening) -> None:
    page = evening.page
    await walk.add_habit(page, HABIT, "Write your own")
    await ask_at_night(page)
    shown = await asked_now(evening)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    [(before,)] = evening.database(OPERATIONS)
    await page.goto("about:blank")
    await page.context.set_offline(True)
    [done] = [key for key, text in shown.actions.items() if text == messages.catalogue("en").done]
    evening.desktop.click(shown, done)
    await asyncio.sleep(2)  # long enough for a request, were there a network
    await page.goto("/")
    await expect(page.get_by_role("button", name=HABIT).first).to_have_attribute(
        "aria-pressed", "true"
    )
    await expect(page.get_by_text("Saved on this phone")).to_be_visible()
    assert evening.database(ENTRIES) == [(0,)]
    await page.context.set_offline(False)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert evening.database(ENTRIES) == [(1,)]
    assert evening.database(OPERATIONS) == [(before + 1,)]
    assert evening.witness.errors == []


async def ask_at_night(page: Page) -> None:
    """A reminder of the habit, at a time that does not come while this runs, allowed."""
    await walk.controlled(page)
    await walk.open_tab(page, "Settings")
    await page.get_by_role("button", name="New reminder").tap()
    in_six_hours = (clock.now().astimezone(clock.zone(browser.ZONE)).hour + 6) % 24
    await page.get_by_label("Time", exact=True).fill(f"{in_six_hours:02}:00")
    await page.get_by_label("About", exact=True).select_option(label=HABIT)
    await page.get_by_role("button", name="Save").tap()
    await page.get_by_role("button", name="Allow notifications").tap()
    await expect(page.get_by_text("Reminders reach this device.")).to_be_visible(timeout=30_000)


async def asked_now(evening: Evening) -> notifications.Shown:
    """The notification, as if its time had come."""
    evening.database("UPDATE reminders SET next_fire_at = ?", clock.now_ms())
    return await evening.desktop.wait_for(1, 60)
