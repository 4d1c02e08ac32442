"""What a person does in any browser: open, tap, type, read."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal, Protocol

from playwright.async_api import Locator, Page, Playwright, expect

from tests import tools
from tests.e2e import browser

Role = Literal["button", "link", "radio", "text"]


class Hand(Protocol):
    """A person at a browser; everything waits until it can be done."""

    async def open(self, path: str) -> None:
        """Goes to an address of the app."""

    async def tap(self, name: str, role: Role = "button") -> None:
        """Taps the first thing whose name begins so, after a picture or none."""

    async def fill(self, label: str, text: str) -> None:
        """Types into the field with that label."""

    async def see(self, text: str) -> None:
        """Returns once the text is on the screen."""

    async def call(self, script: str) -> Any:
        """What an async function of the page's own gives."""


class PlaywrightHand:
    """A person at a page of Chromium or Firefox."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin

    async def open(self, path: str) -> None:
        await self.page.goto(f"{self.origin}{path}")

    async def tap(self, name: str, role: Role = "button") -> None:
        target = self._named(name, role)
        if role == "radio":
            await target.check(force=True)
        else:
            await target.click()

    def _named(self, name: str, role: Role) -> Locator:
        if role == "text":
            return self.page.get_by_text(name).first
        return self.page.get_by_role(role, name=re.compile(rf"^\W*{re.escape(name)}")).first

    async def fill(self, label: str, text: str) -> None:
        await self.page.get_by_label(label, exact=True).fill(text)

    async def see(self, text: str) -> None:
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def call(self, script: str) -> Any:
        return await self.page.evaluate(script)


@asynccontextmanager
async def firefox(driver: Playwright, origin: str) -> AsyncIterator[PlaywrightHand]:
    """A person at a fresh Firefox."""
    program = await driver.firefox.launch(
        executable_path=tools.firefox(), channel="moz-firefox", headless=True
    )
    try:
        context = await program.new_context(timezone_id=browser.ZONE, locale="en-GB")
        context.set_default_timeout(browser.PATIENCE_MS)
        yield PlaywrightHand(await context.new_page(), origin)
    finally:
        await program.close()
