"""The server is killed; the app goes on, and later everything is there exactly once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from backend import clock
from tests.e2e import browser, flight, hands, server, webkit
from tests.e2e.hands import Hand

Browse = Callable[[Path, str], AbstractAsyncContextManager[Hand]]


@asynccontextmanager
async def chromium_hand(folder: Path, origin: str) -> AsyncIterator[Hand]:
    """A person at a Pixel 7."""
    witness = browser.Witness(origin)
    async with (
        browser.chromium() as driver,
        browser.phone(driver, folder / "pixel", witness) as page,
    ):
        yield hands.PlaywrightHand(page, origin)


@asynccontextmanager
async def firefox_hand(_: Path, origin: str) -> AsyncIterator[Hand]:
    """A person at Firefox."""
    async with browser.chromium() as driver, hands.firefox(driver, origin) as hand:
        yield hand


@asynccontextmanager
async def webkit_hand(_: Path, origin: str) -> AsyncIterator[Hand]:
    """A person at WebKit, which has no Background Sync."""
    async with webkit.webkit(origin) as hand:
        yield hand


@pytest.mark.parametrize("browse", [chromium_hand, firefox_hand, webkit_hand])
async def test_everything_done_without_a_server_is_there_once(
    tmp_path: Path, browse: Browse
) -> None:
    async with AsyncExitStack() as stack:
        everkeel = await stack.enter_async_context(server.serving(tmp_path))
        port = urlsplit(everkeel.origin).port or 0
        hand = await stack.enter_async_context(browse(tmp_path, everkeel.origin))
        await flight.arrive(hand, everkeel.greeting())
        everkeel.process.kill()
        await everkeel.process.wait()
        await flight.act(hand)
        await flight.leave_for(hand, "/")
        await hand.see("Noted: Good")
        await hand.see("Saved on this phone")
        await stack.enter_async_context(server.serving(tmp_path, port=port))
        await hand.open("/")
        await flight.sent(hand)
        today = clock.today(browser.ZONE, 3)
        flight.everything_is_there_once(await flight.feed(hand), today)
        await hand.open("/")
        await hand.see("Noted: Good")
        await asyncio.sleep(2)
        flight.everything_is_there_once(await flight.feed(hand), today)
