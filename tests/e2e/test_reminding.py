"""Reminders beside their habit and in the settings: what they say, and that all can read it."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e import checks
from tests.e2e.test_views import PHONE

HABIT = "Walk outside"
BLOCKED = """Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"""


async def opened(page: Page, address: str) -> None:
    """The page at that address, as wide as a phone."""
    await page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    await page.goto("about:blank")
    await page.goto(address)
    await checks.settled(page)


@pytest.fixture
async def reminded(demo: Page) -> Page:
    """The settings, with a reminder of a habit inside the quiet hours."""
    await opened(demo, "/settings")
    if not await demo.get_by_text("23:30").count():
        await demo.get_by_role("switch", name="Quiet hours").check(force=True)
        await opened(demo, "/")
        await demo.get_by_role("button", name=f"More for {HABIT}").tap()
        await demo.get_by_role("link", name="History and numbers").tap()
        await demo.get_by_role("region", name="Remind me").get_by_role("button").tap()
        sheet = demo.get_by_role("dialog")
        await sheet.get_by_label("Time", exact=True).fill("23:30")
        await expect(sheet.get_by_text("This lies in your quiet hours")).to_be_visible()
        await sheet.get_by_role("button", name="Save").tap()
        await sheet.get_by_role("button", name="Not now").tap()
        own = demo.get_by_role("region", name="Remind me")
        await expect(own.get_by_text("Next: to")).to_be_visible()
        await opened(demo, "/settings")
    await demo.get_by_text("What became of your reminders").tap()
    await expect(demo.get_by_text("Nothing has been sent yet.")).to_be_visible()
    return demo


async def test_a_reminder_says_what_it_is_for_and_when_it_comes(reminded: Page) -> None:
    card = reminded.get_by_role("region", name="Reminders", exact=True)
    await expect(card.get_by_role("button", name="23:30").first).to_contain_text(HABIT)
    await expect(card.get_by_text("Next: to")).to_be_visible()
    await expect(reminded.get_by_text("Inside them: 23:30")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(reminded: Page, scheme: str) -> None:
    await reminded.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert await checks.violations(reminded) == []


async def test_it_fits_narrow_screens_and_large_text(reminded: Page) -> None:
    await reminded.set_viewport_size({"width": checks.NARROW, "height": PHONE["height"]})
    assert await checks.sticking_out(reminded) == []
    await reminded.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    await checks.with_large_text(reminded)
    assert await checks.sticking_out(reminded, PHONE["width"]) == []


async def test_the_mood_row_has_the_focus_and_the_reminder_can_come_later(demo: Page) -> None:
    await opened(demo, "/?did=01990000-0000-7000-8000-000000000001#mood")
    await expect(demo.get_by_role("group", name="How are you right now?")).to_be_focused()
    await demo.get_by_role("button", name="Remind me later").tap()
    sheet = demo.get_by_role("dialog", name="Not now?")
    for choice in ("In an hour", "This evening", "Tomorrow"):
        await expect(sheet.get_by_role("button", name=choice)).to_be_visible()
    assert await checks.violations(demo) == []


async def test_a_blocked_permission_says_where_it_is_given_back(demo: Page) -> None:
    page = await demo.context.new_page()
    try:
        await page.add_init_script(BLOCKED)
        await opened(page, "/settings")
        await expect(page.get_by_text("Notifications are blocked for this page.")).to_be_visible()
        await expect(page.get_by_text("Tap the sign beside the address")).to_be_visible()
        assert await checks.violations(page) == []
    finally:
        await page.close()
