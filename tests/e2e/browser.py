"""Chromium as people hold it, and a witness of everything that must not happen in it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    async_playwright,
    expect,
)

from tests import tools

SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
ZONE = "Europe/Berlin"
PATIENCE_MS = 15_000


@dataclass
class Witness:
    """What a browser did that it must not: errors, violations, requests to other places.

    Chromium logs every failed request; `expected` names those that belong to the story.
    """

    origin: str
    expected: tuple[str, ...] = ()
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listens to every page and worker of a browser."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        expected = any(text in message.text for text in self.expected)
        if message.type in ("error", "warning") and not expected:
            self.errors.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        own = urlsplit(self.origin)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own.netloc:
            self.foreign.append(request.url)


@asynccontextmanager
async def chromium() -> AsyncIterator[Playwright]:
    """The driver."""
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as driver:
        yield driver


@asynccontextmanager
async def phone(
    driver: Playwright, folder: Path, witness: Witness, *, bus: str = "", **options: Any
) -> AsyncIterator[Page]:
    """A page in a Pixel 7 with a profile of its own; `bus` is its desktop's D-Bus address."""
    device = {k: v for k, v in driver.devices["Pixel 7"].items() if k != "default_browser_type"}
    switches = [*SWITCHES, *options.pop("switches", [])]
    context = await driver.chromium.launch_persistent_context(
        folder, executable_path=tools.chromium(), headless=True, args=switches,
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus or "disabled:"},
        base_url=witness.origin,
        **{**device, "locale": "en-GB", "timezone_id": ZONE, **options},
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    witness.watch(context)
    try:
        yield context.pages[0]
    finally:
        with suppress(Error):  # what it showed last, for whoever looks into a failure
            await context.pages[0].screenshot(path=folder.with_suffix(".png"))
        await context.close()
