"""Every main view: for narrow screens, large text, fingers, and people who cannot see well."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e import checks, walk

VIEWS = {
    "today": "/",
    "today, reminded": "/?did=01990000-0000-7000-8000-000000000001#mood",
    "new habit": "/habits/new",
    "habit": "/habits/{habit}",
    "edit habit": "/habits/{habit}/edit",
    "order": "/habits/order",
    "packs": "/habits/packs",
    "day": "/day/{day}",
    "year": "/year",
    "mood": "/mood/{mood}",
    "factors": "/factors",
    "events": "/events",
    "new event": "/events/new",
    "trends": "/trends",
    "appointment": "/trends/appointment",
    "library": "/library",
    "article": "/library/emotional-control",
    "settings": "/settings",
    "help": "/help",
    "articles": "/admin#articles",
    "invites": "/admin#invites",
    "add article": "/admin#new",
    "not found": "/nowhere",
}
PHONE = {"width": 412, "height": 839}


async def opened(page: Page, view: str, width: int = PHONE["width"]) -> Page:
    """The page with that view, at that width."""
    await page.set_viewport_size({"width": width, "height": PHONE["height"]})
    await page.goto("about:blank")
    await page.goto(await walk.address(page, VIEWS[view]))
    await checks.settled(page)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
async def test_axe_finds_nothing(demo: Page, view: str, scheme: str) -> None:
    await demo.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page = await opened(demo, view)
    assert await checks.violations(page) == []


@pytest.mark.parametrize("view", VIEWS)
async def test_nothing_sticks_out_of_a_narrow_screen(demo: Page, view: str) -> None:
    page = await opened(demo, view, checks.NARROW)
    assert await checks.sticking_out(page) == []


@pytest.mark.parametrize("view", VIEWS)
async def test_text_of_double_size_fits(demo: Page, view: str) -> None:
    page = await opened(demo, view)
    await checks.with_large_text(page)
    assert await checks.sticking_out(page, PHONE["width"]) == []


@pytest.mark.parametrize("view", VIEWS)
async def test_everything_to_tap_is_large_enough(demo: Page, view: str) -> None:
    page = await opened(demo, view)
    found = await checks.targets(page)
    assert found
    assert [target for target in found if target["size"] < checks.LEAST] == []
    comfortable = sum(target["size"] >= checks.GOAL for target in found)
    assert comfortable >= len(found) * 0.5, found


async def test_the_keyboard_reaches_the_content_first(demo: Page) -> None:
    page = await opened(demo, "today")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to content"
    await walk.open_tab(page, "Trends")
    await expect(page.get_by_role("heading", name="Trends")).to_be_focused()
