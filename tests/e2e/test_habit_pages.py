"""The pages of habits: days filled in later, order and groups, the year, and every sheet."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from backend import clock
from tests.e2e import browser, checks, walk
from tests.e2e.habit_walk import fields, new_habit, row, saved, wipe
from tests.support import OWN_PAGE


async def test_days_are_filled_in_from_the_month_and_the_day(newcomer: Page) -> None:
    await new_habit(newcomer, "Walk")
    await saved(newcomer)
    await row(newcomer, "Walk").get_by_role("button", name="More for Walk").tap()
    await newcomer.get_by_role("link", name="History and numbers").tap()
    await newcomer.get_by_role("button", name="Month before").tap()
    await newcomer.get_by_role("button", name=re.compile(" 3 ")).tap()
    await newcomer.get_by_role("dialog").get_by_role("button", name="Walk").tap()
    await newcomer.get_by_role("button", name="Close").tap()
    await expect(newcomer.get_by_role("button", name=re.compile(" 3 .+: Done"))).to_be_visible()
    await walk.open_tab(newcomer, "Today")
    await wipe(newcomer, 150)
    await expect(newcomer.get_by_role("heading", name="Yesterday")).to_be_visible()
    await newcomer.get_by_role("button", name="Walk").first.tap()
    await newcomer.get_by_role("button", name="Good", exact=True).tap()
    await wipe(newcomer, -150)
    await expect(newcomer.get_by_text("How are you right now?")).to_be_visible()
    known = await saved(newcomer)
    today = clock.today(browser.ZONE, 3)
    third = (today.replace(day=1) - timedelta(days=1)).replace(day=3)
    days = sorted(entry["entityId"][-10:] for entry in known["entry"])
    assert days == [str(third), str(today - timedelta(days=1))]
    assert [mood["fields"]["day"] for mood in known["mood"]] == [str(today - timedelta(days=1))]


async def test_the_oldest_day_that_can_be_filled_in_shows_what_was_done(newcomer: Page) -> None:
    await new_habit(newcomer, "Walk")
    [habit] = (await saved(newcomer))["habit"]
    oldest = clock.today(browser.ZONE, 3) - timedelta(days=365)
    op = {
        "opId": str(uuid4()), "entity": "entry", "entityId": f"{habit['entityId']}:{oldest}",
        "fields": {"value": 1}, "stamp": f"{clock.now_ms():015d}:0000:{uuid4()}", "v": 2,
    }  # fmt: skip
    body = {"device": str(uuid4()), "cursor": 0, "ops": [op]}
    answer = await newcomer.request.post("/api/sync", data=body, headers=OWN_PAGE)
    assert answer.ok, await answer.text()
    await newcomer.goto("/")
    await expect(newcomer.get_by_text("Saved", exact=True)).to_be_visible()
    await row(newcomer, "Walk").get_by_role("button", name="More for Walk").tap()
    await newcomer.get_by_role("link", name="History and numbers").tap()
    before = newcomer.get_by_role("button", name="Month before")
    while await before.is_enabled():
        await before.tap()
    done = newcomer.get_by_role("button", name=re.compile(f" {oldest.day} .+: Done"))
    await expect(done).to_be_visible()


async def test_the_order_and_the_groups_are_the_persons_own(newcomer: Page) -> None:
    for name in ("Walk", "Read", "Swim"):
        await new_habit(newcomer, name)
    await newcomer.goto("/habits/order")
    await newcomer.get_by_role("button", name="Move Swim up").tap()
    await newcomer.get_by_role("button", name="Move Swim up").tap()
    await newcomer.get_by_role("button", name="Add a group").tap()
    await newcomer.get_by_label("Name of the group").fill("Morning")
    await newcomer.get_by_role("button", name="Save").tap()
    await newcomer.get_by_role("button", name="Move Read to a group").tap()
    await newcomer.get_by_role("dialog").get_by_role("button", name="Morning").tap()
    await drag(newcomer, "Walk", "Read")
    habits = {habit["name"]: habit for habit in await fields(newcomer, "habit")}
    [group] = (await walk.feed(newcomer))["group"]
    order = sorted(habits, key=lambda name: habits[name]["position"])
    assert order[0] == "Swim"
    assert [habits[n]["groupId"] for n in ("Walk", "Read")] == [group["entityId"]] * 2
    await newcomer.get_by_role("button", name="More for the group Morning").tap()
    await newcomer.get_by_role("button", name="Remove the group").tap()
    await expect(newcomer.get_by_role("heading", name="Morning")).to_have_count(0)
    await newcomer.get_by_role("button", name="Undo").tap()
    await expect(newcomer.get_by_role("heading", name="Morning")).to_be_visible()


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


async def test_a_habits_numbers_stay_without_a_network(demo: Page) -> None:
    await walk.controlled(demo)
    await demo.goto(await walk.address(demo, "/habits/{habit}"))
    strength = demo.get_by_role("region", name="Strength").get_by_role("img")
    await expect(strength).to_be_visible()
    await demo.context.set_offline(True)
    await demo.reload()
    await expect(strength).to_be_visible()
    await expect(demo.get_by_text("Numbers of")).to_be_visible()
    await expect(demo.get_by_text("of the last 365 days")).to_be_visible()
    await demo.context.set_offline(False)
    await demo.goto("/")


PHONE = 412
SHEETS: dict[str, tuple[str, str | re.Pattern[str]]] = {
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
