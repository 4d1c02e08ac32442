"""`python -m tests.e2e.screenshots OUT`: every main view of the demo, as people will see it."""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Playwright

from backend.demo import EMAIL
from tests import tools
from tests.e2e import browser, checks, server, walk
from tests.runner import execute

VIEWS = {
    "today": "/",
    "habit": "/habits/{habit}",
    "new-habit": "/habits/new",
    "order": "/habits/order",
    "packs": "/habits/packs",
    "day": "/day/{day}",
    "year": "/year",
    "mood": "/mood/{mood}",
    "factors": "/factors",
    "events": "/events",
    "new-event": "/events/new",
    "trends": "/trends",
    "appointment": "/trends/appointment",
    "insights": "/insights",
    "questionnaires": "/screening",
    "questionnaire": "/screening/phq8",
    "library": "/library",
    "article": "/library/emotional-control",
    "settings": "/settings",
    "help": "/help",
    "admin": "/admin",
}
# The person's language changes last: it stays changed.
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "320": {"viewport": {"width": checks.NARROW, "height": 640}},
    "large-text": {},
    "german": {"locale": "de-DE"},
}


async def take(driver: Playwright, everkeel: server.Everkeel, folder: Path, look: str) -> None:
    """Every view in one look, on a phone of its own: the screen, and the whole page."""
    witness = browser.Witness(everkeel.origin)
    with tempfile.TemporaryDirectory() as profile:
        options = LOOKS.get(look, {})
        async with browser.phone(
            driver, Path(profile, "phone"), witness, timezone_id="UTC", **options
        ) as page:
            await walk.sign_in_at_once(page, EMAIL, everkeel.greeting())
            if look == "german":
                await _speak_german(page)
            for view, address in VIEWS.items():
                await _open(page, address, look)
                await page.screenshot(path=folder / f"{view}-{look}.png")
                await page.screenshot(path=folder / f"{view}-{look}-whole.png", full_page=True)
    print(f"{look}: errors {witness.errors}, foreign requests {witness.foreign}")


async def _speak_german(page: Page) -> None:
    await page.goto("/settings")
    await page.get_by_role("radio", name="Deutsch").check()
    await page.get_by_role("heading", name="Einstellungen").wait_for()
    await page.get_by_text("Gespeichert", exact=True).wait_for()


async def _open(page: Page, address: str, look: str) -> None:
    await page.goto("about:blank")
    await page.goto(await walk.address(page, address))
    await checks.settled(page)
    if look == "large-text":
        await checks.with_large_text(page)


def build_pseudo() -> Path:
    """The app built in its right-to-left pseudo language."""
    code, said = execute(
        tools.npm("run", "build:pseudo"), env=tools.node_environment(), cwd=tools.FRONTEND
    )
    if code:
        raise RuntimeError(said)
    return tools.FRONTEND / "dist-pseudo"


async def main(folder: Path) -> None:
    """Takes all of them into that folder."""
    pseudo = build_pseudo()
    with tempfile.TemporaryDirectory() as data:
        async with browser.chromium() as driver:
            async with server.serving(Path(data, "demo"), "--demo") as everkeel:
                for look in LOOKS:
                    await take(driver, everkeel, folder, look)
            async with server.serving(Path(data, "rtl"), "--demo", static=pseudo) as everkeel:
                await take(driver, everkeel, folder, "rtl")


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(out))
