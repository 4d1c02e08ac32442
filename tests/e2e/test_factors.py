"""A person's own factors: taken from suggestions or written, put in order, renamed, rested."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e import browser, checks, server, walk


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """The page of factors of a person who has none."""
    async with AsyncExitStack() as stack:
        everkeel = await stack.enter_async_context(server.serving(tmp_path))
        driver = await stack.enter_async_context(browser.chromium())
        witness = browser.Witness(everkeel.origin, ("status of 401",))
        phone = browser.phone(driver, tmp_path / "phone", witness)
        page = await stack.enter_async_context(phone)
        await walk.sign_up(page, everkeel.greeting(), "person@example.org")
        await page.goto("/factors")
        await page.get_by_role("button", name="Coffee").tap()
        await page.get_by_role("button", name="Slept well").tap()
        await page.get_by_role("button", name="Late to bed").tap()
        await page.get_by_label("Your own", exact=True).fill("Choir")
        await page.get_by_role("button", name="Add", exact=True).tap()
        yield page
        assert (witness.errors, witness.foreign) == ([], [])


async def order(page: Page) -> list[str]:
    """The headings and factors from top to bottom, without the cards that are always there."""
    rows = page.locator("main section:has(li button[aria-label^=Edit])")
    found = rows.locator("h2, li button[aria-label^=Edit] .name")
    return [text.strip() for text in await found.all_inner_texts()]


async def test_groups_and_factors_move_by_buttons(page: Page) -> None:
    await expect(page.get_by_role("button", name="Edit Choir")).to_be_visible()
    first = ["Food", "Coffee", "Sleep", "Slept well", "Late to bed", "Without a group", "Choir"]
    assert await order(page) == first
    await page.get_by_role("button", name="Move Late to bed up").tap()
    await page.get_by_role("button", name="Move Sleep up").tap()
    then = ["Sleep", "Late to bed", "Slept well", "Food", "Coffee", "Without a group", "Choir"]
    assert await order(page) == then
    await page.reload()
    await checks.settled(page)
    assert await order(page) == then
    assert await checks.violations(page) == []


async def test_a_factor_and_a_group_get_other_names(page: Page) -> None:
    await page.get_by_role("button", name="Edit Choir").tap()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Name", exact=True).fill("Sing in the choir")
    await sheet.get_by_label("Group", exact=True).fill("Sleep")
    await sheet.get_by_role("radio", name="🌊").check()
    await sheet.get_by_role("button", name="Save").tap()
    await page.get_by_role("button", name="Rename the group Sleep").tap()
    await sheet.get_by_label("Name of the group").fill("Evening")
    await sheet.get_by_role("button", name="Save").tap()
    await expect(page.get_by_role("heading", name="Evening")).to_be_visible()
    evening = ["Evening", "Slept well", "Late to bed", "Sing in the choir"]
    assert await order(page) == ["Food", "Coffee", *evening]
    await page.get_by_role("button", name="Undo").tap()
    await expect(page.get_by_role("heading", name="Sleep", level=2)).to_be_visible()


async def test_one_that_rests_is_no_longer_offered_and_comes_back(page: Page) -> None:
    await page.get_by_role("button", name="Edit Coffee").tap()
    await page.get_by_role("button", name="Let it rest").tap()
    await expect(page.get_by_role("heading", name="At rest")).to_be_visible()
    assert "Coffee" not in await order(page)
    await page.get_by_role("button", name="Take up again: Coffee").tap()
    await expect(page.get_by_role("button", name="Edit Coffee")).to_be_visible()
    await page.get_by_role("button", name="Edit Coffee").tap()
    await page.get_by_role("button", name="Delete").tap()
    await expect(page.get_by_role("button", name="Edit Coffee")).to_have_count(0)
    await page.get_by_role("button", name="Undo").tap()
    await expect(page.get_by_role("button", name="Edit Coffee")).to_be_visible()
