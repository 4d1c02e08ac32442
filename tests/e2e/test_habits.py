"""Habits as people live with them: packs, every kind, days filled in later, rest, order, year."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from backend import clock
from tests.e2e import browser, checks, server, walk

EXPECTED = ("status of 401", "net::ERR_INTERNET_DISCONNECTED")
VIEW = "document.querySelector('main h1').parentElement.parentElement"
WIPE = """([x, dx]) => {
  const target = document.querySelector('main h1').parentElement.parentElement;
  const at = (type, moved) => target.dispatchEvent(new PointerEvent(type, {
    bubbles: true, pointerId: 7, pointerType: 'touch', clientX: x + moved, clientY: 300 }));
  at('pointerdown', 0);
  at('pointermove', dx / 2);
  at('pointerup', dx);
}"""

# Nothing waits: neither a change that is being written, nor one that the server has not taken.
SENT = """async () => {
  if (Object.keys(localStorage).some(key => key.startsWith('everkeel.journal.'))) return false;
  const own = (await indexedDB.databases()).find(({ name }) => name.startsWith('everkeel-'));
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open(own.name);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = fail;
  });
  const count = db.transaction('outbox').objectStore('outbox').count();
  const waiting = await new Promise(done => { count.onsuccess = () => done(count.result); });
  db.close();
  return waiting === 0;
}"""


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """A phone of somebody who signed up a moment ago."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        everkeel = await enter(server.serving(tmp_path))
        driver = await enter(browser.chromium())
        witness = browser.Witness(everkeel.origin, EXPECTED)
        phone = await enter(browser.phone(driver, tmp_path / "phone", witness))
        await walk.sign_up(phone, everkeel.greeting(), "person@example.org")
        yield phone
        assert (witness.errors, witness.foreign) == ([], [])


async def saved(page: Page) -> dict[str, list[dict[str, Any]]]:
    """What the server has once it has everything."""
    async with asyncio.timeout(15):
        while not await page.evaluate(SENT):  # noqa: ASYNC110 - asks another process
            await asyncio.sleep(0.1)
    return await walk.feed(page)


async def fields(page: Page, kind: str) -> list[dict[str, Any]]:
    """The fields of everything of that kind on the server that is not deleted."""
    found = (await saved(page)).get(kind, [])
    return [change["fields"] for change in found if not change["fields"].get("deleted")]


async def wipe(page: Page, by: int) -> None:
    """A finger wipes sideways over the view; a positive number is to the right."""
    await page.wait_for_function(f"{VIEW}.style.touchAction")
    await page.evaluate(WIPE, [200, by])


def row(page: Page, name: str) -> Locator:
    """The habit's row."""
    return page.locator("main li", has=page.get_by_text(name, exact=True))


async def new_habit(page: Page, name: str, *, kind: str = "", **texts: str) -> None:
    """Makes a habit by the form; `texts` are fields by their label."""
    await page.goto("/habits/new")
    await page.get_by_label("Name").fill(name)
    if kind:
        await page.get_by_text("Kind, plan, group and look").tap()
        await page.get_by_role("radio", name=kind, exact=True).check(force=True)
    for label, text in texts.items():
        await page.get_by_label(label.replace("_", " ")).fill(text)
    await page.get_by_role("button", name="Save").tap()
    await row(page, name).wait_for()


async def test_a_newcomer_begins_with_a_pack_in_one_tap(page: Page) -> None:
    await page.get_by_role("checkbox", name="Three slow breaths").uncheck()
    await page.get_by_role("button", name="Add these 4").tap()
    await expect(page.get_by_role("heading", name="Today's habits")).to_be_visible()
    habits = await fields(page, "habit")
    assert len(habits) == 4
    assert habits[0]["planWhen"] == "I get up"
    assert (await fields(page, "profile"))[0]["welcomed"] is True
    await page.get_by_role("button", name="Ten minutes outside").first.tap()
    assert [entry["value"] for entry in await fields(page, "entry")] == [1]


async def test_not_now_is_one_tap_and_the_packs_stay_within_reach(page: Page) -> None:
    await page.get_by_role("button", name="Not now").tap()
    await expect(page.get_by_text("Five small changes")).to_have_count(0)
    await page.get_by_role("link", name="See ready-made packs").tap()
    await page.get_by_text("Sleep a little better").tap()
    await page.get_by_role("button", name="Add these 4").tap()
    await page.get_by_role("button", name="Undo").tap()
    await expect(page.get_by_role("link", name="Write your own")).to_be_visible()
    assert await fields(page, "habit") == []


async def test_a_measured_habit_adds_up(page: Page) -> None:
    await new_habit(page, "Water", kind="At least", How_much="1,5", Unit="litres", One_tap="0.5")
    water = row(page, "Water")
    await water.get_by_role("button", name="A tap adds").tap()
    await expect(water.get_by_text("0.5 of 1.5 litres")).to_be_visible()
    await water.get_by_role("button", name="Amounts: Water").tap()
    await page.get_by_label("Amount in litres").fill("1,25")
    await page.get_by_role("button", name="Add", exact=True).tap()
    await expect(page.get_by_role("status").get_by_text("1.75 litres", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Remove 0.5 litres").tap()
    await page.get_by_role("button", name="Close").tap()
    await expect(water.get_by_text("1.25 of 1.5 litres")).to_be_visible()
    await page.get_by_role("button", name="Undo").tap()
    await expect(water.get_by_text("1.75 of 1.5 litres")).to_be_visible()
    assert sorted(amount["amount"] for amount in await fields(page, "amount")) == [0.5, 1.25]


async def test_a_habit_to_leave_out_is_kept_or_slipped_or_open(page: Page) -> None:
    await new_habit(page, "No sweets", kind="Leave out")
    kept, slipped = (row(page, "No sweets").get_by_role("button", name=n) for n in ("Kept", "Slip"))
    await slipped.tap()
    await expect(slipped).to_have_attribute("aria-pressed", "true")
    await kept.tap()
    assert [entry["value"] for entry in await fields(page, "entry")] == [1]
    await kept.tap()
    await expect(kept).to_have_attribute("aria-pressed", "false")
    assert await fields(page, "entry") == []


async def test_a_day_is_skipped_and_everything_rests_without_a_network(page: Page) -> None:
    await new_habit(page, "Walk")
    await walk.controlled(page)
    await page.context.set_offline(True)
    await row(page, "Walk").get_by_role("button", name="More for Walk").tap()
    await page.get_by_role("button", name="Skip this day").tap()
    await expect(row(page, "Walk").get_by_text("Skipped")).to_be_visible()
    await page.get_by_role("button", name="Undo").tap()
    await expect(row(page, "Walk").get_by_text("Skipped")).to_have_count(0)
    await page.get_by_role("button", name="More for today's habits").tap()
    await page.get_by_role("button", name="Make it a rest day").tap()
    await expect(page.get_by_text("Rest day. Nothing has to be done.")).to_be_visible()
    await expect(row(page, "Walk").get_by_text("Paused")).to_be_visible()
    await page.context.set_offline(False)
    [pause] = await fields(page, "pause")
    assert (pause["habitId"], pause["firstDay"]) == (None, pause["lastDay"])


async def test_a_pause_is_begun_and_ended(page: Page) -> None:
    await new_habit(page, "Walk")
    await saved(page)
    await row(page, "Walk").get_by_role("button", name="More for Walk").tap()
    await page.get_by_role("button", name="Pause").tap()
    await page.get_by_role("radio", name="Until a date").check(force=True)
    await page.get_by_role("button", name="Pause", exact=True).tap()
    await expect(page.get_by_text("Please choose a date.")).to_be_visible()
    await page.get_by_role("radio", name="Until I end it").check(force=True)
    await page.get_by_role("button", name="Pause", exact=True).tap()
    await expect(row(page, "Walk").get_by_text("Paused")).to_be_visible()
    await row(page, "Walk").get_by_role("button", name="More for Walk").tap()
    await page.get_by_role("link", name="History and numbers").tap()
    await expect(page.get_by_text("until you end it")).to_be_visible()
    await page.get_by_role("button", name="End the pause").tap()
    await expect(page.get_by_text("No pauses.")).to_be_visible()
    assert await fields(page, "pause") == []


async def test_days_are_filled_in_from_the_month_and_the_day(page: Page) -> None:
    await new_habit(page, "Walk")
    await saved(page)
    await row(page, "Walk").get_by_role("button", name="More for Walk").tap()
    await page.get_by_role("link", name="History and numbers").tap()
    await page.get_by_role("button", name="Month before").tap()
    await page.get_by_role("button", name=re.compile(" 3 ")).tap()
    await page.get_by_role("dialog").get_by_role("button", name="Walk").tap()
    await page.get_by_role("button", name="Close").tap()
    await expect(page.get_by_role("button", name=re.compile(" 3 .+: Done"))).to_be_visible()
    await walk.open_tab(page, "Today")
    await wipe(page, 150)
    await expect(page.get_by_role("heading", name="Yesterday")).to_be_visible()
    await page.get_by_role("button", name="Walk").first.tap()
    await page.get_by_role("button", name="Good", exact=True).tap()
    await wipe(page, -150)
    await expect(page.get_by_text("How are you right now?")).to_be_visible()
    known = await saved(page)
    today = clock.today(browser.ZONE, 3)
    third = (today.replace(day=1) - timedelta(days=1)).replace(day=3)
    days = sorted(entry["entityId"][-10:] for entry in known["entry"])
    assert days == [str(third), str(today - timedelta(days=1))]
    assert [mood["fields"]["day"] for mood in known["mood"]] == [str(today - timedelta(days=1))]


async def test_the_order_and_the_groups_are_the_persons_own(page: Page) -> None:
    for name in ("Walk", "Read", "Swim"):
        await new_habit(page, name)
    await page.goto("/habits/order")
    await page.get_by_role("button", name="Move Swim up").tap()
    await page.get_by_role("button", name="Move Swim up").tap()
    await page.get_by_role("button", name="Add a group").tap()
    await page.get_by_label("Name of the group").fill("Morning")
    await page.get_by_role("button", name="Save").tap()
    await page.get_by_role("button", name="Move Read to a group").tap()
    await page.get_by_role("dialog").get_by_role("button", name="Morning").tap()
    await drag(page, "Walk", "Read")
    habits = {habit["name"]: habit for habit in await fields(page, "habit")}
    [group] = (await walk.feed(page))["group"]
    order = sorted(habits, key=lambda name: habits[name]["position"])
    assert order[0] == "Swim"
    assert [habits[n]["groupId"] for n in ("Walk", "Read")] == [group["entityId"]] * 2
    await page.get_by_role("button", name="More for the group Morning").tap()
    await page.get_by_role("button", name="Remove the group").tap()
    await expect(page.get_by_role("heading", name="Morning")).to_have_count(0)
    await page.get_by_role("button", name="Undo").tap()
    await expect(page.get_by_role("heading", name="Morning")).to_be_visible()


async def drag(page: Page, name: str, onto: str) -> None:
    """Drags a row by its handle to another one's place."""
    handle = await row(page, name).locator("[data-drag]").bounding_box()
    target = await row(page, onto).bounding_box()
    assert handle
    assert target
    await page.mouse.move(handle["x"] + 10, handle["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(target["x"] + 60, target["y"] + 20, steps=6)
    await page.mouse.up()


async def test_the_year_leads_to_its_days(demo: Page) -> None:
    await demo.goto("/year")
    await checks.settled(demo)
    await expect(demo.get_by_text("Mood noted on")).to_be_visible()
    await demo.get_by_role("radio", name="Habits").check(force=True)
    await expect(demo.get_by_text("of the planned habits done over the year")).to_be_visible()
    await demo.get_by_text("The same as a table").tap()
    await expect(demo.get_by_role("table")).to_be_visible()
    await demo.locator(".year button").nth(-2).tap()
    await demo.get_by_role("dialog").locator("button.day").nth(4).tap()
    await expect(demo.get_by_role("heading", name="Mood on this day")).to_be_visible()
    await demo.goto("/")


PHONE = 412
SHEETS = {
    "habit": ("/", "More for Walk outside"),
    "amounts": ("/", "Amounts: Drink water"),
    "all habits": ("/", "More for today's habits"),
    "day": ("/habits/{habit}", re.compile(" 1 .+: ")),
    "pause": ("/habits/{habit}", "Plan a pause"),
    "month": ("/year", re.compile("mood on .+ days, ")),
    "group": ("/habits/order", "More for the group Morning"),
    "regroup": ("/habits/order", "Move Coffee to a group"),
}


@pytest.mark.parametrize("sheet", SHEETS)
async def test_every_sheet_is_for_narrow_screens_and_for_everybody(demo: Page, sheet: str) -> None:
    path, opener = SHEETS[sheet]
    await demo.set_viewport_size({"width": checks.NARROW, "height": 700})
    await demo.goto(await walk.address(demo, path))
    await checks.settled(demo)
    await demo.get_by_role("button", name=opener).first.tap()
    await demo.get_by_role("dialog").get_by_role("heading").first.wait_for()
    assert await checks.violations(demo) == []
    assert await checks.sticking_out(demo) == []
    await demo.set_viewport_size({"width": PHONE, "height": 839})
    await checks.with_large_text(demo)
    assert await checks.sticking_out(demo, PHONE) == []
    await demo.goto("/")
