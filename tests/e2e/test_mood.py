"""A mood that says more: feelings, numbers, factors, a note, events, and what two phones wrote."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from backend import clock
from tests.e2e import browser, checks, server, walk

EMAIL = "person@example.org"
PATIENCE_SECONDS = 20
EXPECTED = ("status of 401", "net::ERR_INTERNET_DISCONNECTED")


@dataclass
class Phones:
    """A server, and two phones of the same person; the second is not signed in yet."""

    everkeel: server.Everkeel
    first: Page
    second: Page
    witness: browser.Witness


@pytest.fixture
async def phones(tmp_path: Path) -> AsyncIterator[Phones]:
    """The first phone is signed in."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        everkeel = await enter(server.serving(tmp_path))
        driver = await enter(browser.chromium())
        witness = browser.Witness(everkeel.origin, EXPECTED)
        first = await enter(browser.phone(driver, tmp_path / "first", witness))
        second = await enter(browser.phone(driver, tmp_path / "second", witness))
        await walk.sign_up(first, everkeel.greeting(), EMAIL)
        yield Phones(everkeel, first, second, witness)
        assert (witness.errors, witness.foreign) == ([], [])


async def arrived(page: Page, **wanted: Any) -> dict[str, Any]:
    """The fields of the only mood, once the server has it with these among them."""
    fields: dict[str, Any] = {}
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any(fields.get(name) != value for name, value in wanted.items()):
            await asyncio.sleep(0.2)
            [*_, mood] = (await walk.feed(page)).get("mood", [{"fields": {}}])
            fields = mood["fields"]
    return fields


async def open_part(page: Page, name: str) -> Locator:
    """Opens one part of the details under the faces; gives the card."""
    card = page.locator("section", has=page.locator("#mood"))
    await card.get_by_role("button", name=name, expanded=False).tap()
    return card


async def test_everything_beside_the_face_is_optional_and_arrives(phones: Phones) -> None:
    page = phones.first
    await page.get_by_role("button", name="Good").tap()
    await page.context.set_offline(True)
    card = await open_part(page, "Feelings")
    await choose_feelings_by_keyboard(page)
    await open_part(page, "Anxiety")
    await card.get_by_role("radio", name="2").check()
    await open_part(page, "What played a part")
    await card.get_by_role("button", name="A walk").tap()
    await card.get_by_label("Your own").fill("Long call")
    await card.get_by_role("button", name="Add", exact=True).tap()
    await open_part(page, "Note")
    await card.get_by_label("Note", exact=True).fill("A quiet morning.")
    await card.get_by_label("Note", exact=True).blur()
    await page.context.set_offline(False)
    fields = await arrived(page, note="A quiet morning.")
    names = {
        change["entityId"]: change["fields"]["name"] for change in (await walk.feed(page))["factor"]
    }
    assert fields["level"] == 4
    assert fields["emotions"] == ["hopeful", "grateful"]
    assert (fields["anxiety"], fields["energy"]) == (2, None)
    assert [names[factor] for factor in fields["factors"]] == ["A walk", "Long call"]


async def test_the_details_fit_and_can_be_heard(phones: Phones) -> None:
    page = phones.first
    await page.get_by_role("button", name="Good").tap()
    for part in ("Feelings", "Anxiety", "What played a part", "Note"):
        await open_part(page, part)
        assert await checks.violations(page) == []
        await page.set_viewport_size({"width": checks.NARROW, "height": 640})
        assert await checks.sticking_out(page) == []
        await checks.with_large_text(page)
        assert await checks.sticking_out(page) == []
        await checks.with_large_text(page, 100)
        assert [found for found in await checks.targets(page) if found["size"] < 44] == []


async def choose_feelings_by_keyboard(page: Page) -> None:
    """One word of each pleasant quarter, without touching the screen."""
    await page.get_by_role("radio", name="High energy").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Hopeful").press("Enter")
    await page.get_by_role("radio", name="High energy").press("ArrowDown")
    await expect(page.get_by_role("radio", name="Low energy")).to_be_checked()
    await page.get_by_role("button", name="Grateful").press("Enter")
    pressed = page.get_by_role("button", name="Pleasant, low energy", exact=True)
    await expect(pressed).to_have_attribute("aria-pressed", "true")


async def test_a_mood_moves_within_its_day_goes_and_comes_back(phones: Phones) -> None:
    page = phones.first
    await page.get_by_role("button", name="Low", exact=True).tap()
    await page.get_by_role("link", name="Change the time").tap()
    before = (await page.get_by_role("heading", level=1).inner_text()).removeprefix("Low, ")
    await page.get_by_label("Time", exact=True).fill("03:00")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Low, 03:00")
    assert before != "03:00"
    await page.get_by_role("button", name="Delete").tap()
    await expect(page.get_by_text("Noted today")).to_have_count(0)
    await page.get_by_role("button", name="Undo").tap()
    await expect(page.get_by_role("link", name="Low, 03:00")).to_be_visible()


async def test_what_another_phone_wrote_over_can_be_brought_back(phones: Phones) -> None:
    first, second = phones.first, phones.second
    await first.get_by_role("button", name="Okay").tap()
    await write_note(first, "From the first phone.")
    await walk.sign_in(second, EMAIL, walk.PASSWORD)
    await write_note(second, "From the second phone.")
    await first.reload()
    await expect(first.get_by_label("Note", exact=True)).to_have_value("From the second phone.")
    await first.get_by_role("button", name="Earlier versions").tap()
    sheet = first.get_by_role("dialog")
    await expect(sheet).to_contain_text("From the first phone.")
    await sheet.get_by_role("button", name="Bring back").first.tap()
    await expect(first.get_by_label("Note", exact=True)).to_have_value("From the first phone.")
    await arrived(first, note="From the first phone.")


async def write_note(page: Page, text: str) -> None:
    """Writes the note of the newest mood on its own page and waits until the server has it."""
    await checks.settled(page)
    more = page.get_by_role("button", name="Say more")
    if await more.get_attribute("aria-expanded") == "false":
        await more.tap()
    await page.get_by_role("link", name="Change the time").tap()
    await page.get_by_label("Note", exact=True).fill(text)
    await page.get_by_label("Note", exact=True).blur()
    await arrived(page, note=text)


async def test_earlier_versions_say_kindly_that_they_need_the_server(phones: Phones) -> None:
    page = phones.first
    await page.get_by_role("button", name="Okay").tap()
    await page.get_by_role("link", name="Change the time").tap()
    await page.get_by_role("button", name="Delete").wait_for()
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Earlier versions").tap()
    await expect(page.get_by_role("dialog")).to_contain_text("There is no connection right now.")


async def test_own_names_of_moods_stand_on_today(phones: Phones) -> None:
    page = phones.first
    await page.goto("/settings")
    card = page.locator("section", has=page.get_by_role("heading", name="Check-ins"))
    await card.get_by_role("button", name="Change").tap()
    sheet = page.get_by_role("dialog")
    for number, name in enumerate(("Open sea", "Fair wind", "Calm", "Choppy", "Storm"), 1):
        await sheet.get_by_label(f"Name {number}", exact=True).fill(name)
    await sheet.get_by_role("button", name="Move Storm up").tap()
    await sheet.get_by_role("button", name="Remove Choppy").tap()
    await sheet.get_by_role("button", name="Use these names").tap()
    await walk.open_tab(page, "Today")
    faces = page.locator("#mood button")
    await expect(faces).to_have_text(["Storm", "Calm", "Fair wind", "Open sea"])
    await faces.nth(0).tap()
    await expect(page.get_by_text("Noted: Storm")).to_be_visible()
    await expect(page.get_by_role("link", name="Find someone to talk to")).to_be_visible()
    assert (await arrived(page, word="Storm"))["level"] == 1


async def test_an_event_asks_to_be_looked_at_on_its_day(phones: Phones) -> None:
    page = phones.first
    today = clock.now().astimezone(clock.zone(browser.ZONE)).date()
    await page.get_by_role("button", name="Okay").tap()
    await page.get_by_role("link", name="Something happened today?").tap()
    await page.get_by_label("Day", exact=True).fill(f"{months_before(today, 5)}")
    await page.get_by_role("radio", name="On a date").check()
    await page.get_by_label("Date of the follow-up").fill(f"{today}")
    await page.get_by_role("button", name="Save").tap()
    await expect(page.get_by_text("Follow-up today")).to_be_visible()
    await page.goto(f"/day/{months_before(today, 5)}")
    await expect(page.get_by_role("link", name="New medicine")).to_be_visible()
    await page.goto("/")
    await page.get_by_role("link", name="Follow-up: New medicine").tap()
    await page.get_by_role("radio", name="Therapy").check()
    await page.get_by_label("Name", exact=True).fill("First talk")
    await page.get_by_role("button", name="Save").tap()
    await expect(page.get_by_role("link", name="First talk").first).to_be_visible()
    await page.get_by_role("link", name="First talk").first.tap()
    await page.get_by_role("button", name="Delete").tap()
    await expect(page.get_by_text("No events yet")).to_be_visible()
    await page.get_by_role("button", name="Undo").tap()
    await expect(page.get_by_role("link", name="First talk").first).to_be_visible()


def months_before(day: date, count: int) -> date:
    """About that many months earlier."""
    return day - timedelta(days=30 * count)
