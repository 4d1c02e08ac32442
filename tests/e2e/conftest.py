"""Fixtures of the browser tests: one demo instance for all views."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from backend.demo import EMAIL
from tests.e2e import browser, server, walk


@pytest.fixture(scope="session")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    """A phone on which the demo person is signed in, with half a year of data."""
    folder = Path(tmp_path_factory.mktemp("demo"))
    async with server.serving(folder, "--demo") as everkeel, browser.chromium() as driver:
        witness = browser.Witness(everkeel.origin)
        async with browser.phone(driver, folder / "phone", witness) as page:
            await walk.sign_in(page, EMAIL, everkeel.greeting())
            await page.get_by_role("button", name="Walk outside").first.wait_for()
            yield page


@pytest.fixture
async def newcomer(tmp_path: Path) -> AsyncIterator[Page]:
    """A phone of somebody who signed up a moment ago; it must neither err nor ask elsewhere."""
    expected = ("status of 401", "net::ERR_INTERNET_DISCONNECTED")
    async with server.serving(tmp_path) as everkeel, browser.chromium() as driver:
        witness = browser.Witness(everkeel.origin, expected)
        async with browser.phone(driver, tmp_path / "phone", witness) as page:
            await walk.sign_up(page, everkeel.greeting(), "person@example.org")
            yield page
        assert (witness.errors, witness.foreign) == ([], [])
