"""Two phones on one day, leaving with unsent work, wrong clocks, late nights and long journeys."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Playwright, expect

from backend import clock
from tests.e2e import browser, flight, hands, server, walk
from tests.e2e.server import Everkeel
from tests.support import OWN_PAGE

EMAIL = "flight@example.org"
HABIT = "Walk"
# Dates as if this page's clock were off by so many milliseconds, or by what a test says later.
CLOCK = """{
  const RealDate = Date, off = () => Number(localStorage.getItem('clock') ?? %d);
  globalThis.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(RealDate.now() + off()); }
    static now() { return RealDate.now() + off(); }
  };
}"""


@dataclass
class House:
    """A server, a browser driver and a folder for phones."""

    everkeel: Everkeel
    driver: Playwright
    folder: Path
    link: str

    @asynccontextmanager
    async def phone(self, name: str, *, off: timedelta = timedelta(0), zone: str = browser.ZONE
                    ) -> AsyncIterator[Page]:  # fmt: skip
        """A phone whose clock is that much off, in that time zone."""
        witness = browser.Witness(self.everkeel.origin)
        async with browser.phone(
            self.driver, self.folder / name, witness, timezone_id=zone, accept_downloads=True
        ) as page:
            await page.add_init_script(CLOCK % (off // timedelta(milliseconds=1)))
            yield page


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A fresh instance with one person, who has one habit."""
    async with AsyncExitStack() as stack:
        everkeel = await stack.enter_async_context(server.serving(tmp_path))
        driver = await stack.enter_async_context(browser.chromium())
        made = House(everkeel, driver, tmp_path, everkeel.greeting())
        yield made


async def newcomer(house: House, page: Page, zone: str = browser.ZONE) -> None:
    """Signs up on this phone and adds the habit."""
    await flight.arrive(hands.PlaywrightHand(page, house.everkeel.origin), house.link, zone)
    await walk.add_habit(page, HABIT, "Write your own")
    await sent(page)


async def signed_in(page: Page) -> None:
    """The same person on another phone."""
    await page.goto("/help")
    answer = await page.request.post(
        "/api/session", data={"email": EMAIL, "password": walk.PASSWORD}, headers=OWN_PAGE
    )
    assert answer.ok, await answer.text()
    await page.goto("/")
    await page.get_by_role("button", name=HABIT).first.wait_for()
    await walk.controlled(page)


async def sent(page: Page) -> None:
    """Returns once nothing waits on this phone."""
    await flight.sent(hands.PlaywrightHand(page, ""))


async def test_two_phones_edit_the_same_day_and_agree(house: House) -> None:
    async with house.phone("one") as one, house.phone("two") as two:
        await newcomer(house, one)
        await signed_in(two)
        for page in (one, two):
            await page.context.set_offline(True)
        await one.get_by_role("button", name=HABIT).first.tap()
        await two.get_by_role("button", name=f"More for {HABIT}").tap()
        await two.get_by_role("button", name="Skip this day").tap()
        await one.get_by_role("button", name="Good", exact=True).tap()
        await two.get_by_role("button", name="Low", exact=True).tap()
        for page in (two, one, two):
            await page.context.set_offline(False)
            await page.goto("/")
            await sent(page)
        found = await walk.feed(one)
        [entry] = found["entry"]
        # Who leaves the day out has not said that it was not done.
        assert (entry["fields"]["value"], entry["fields"]["skipped"]) == (1, True)
        versions = await one.request.get(f"/api/versions/entry/{entry['entityId']}")
        lost = [(v["field"], v["value"]) for v in await versions.json()]
        assert lost == [("skipped", False)]
        assert sorted(mood["fields"]["level"] for mood in found["mood"]) == [2, 4]
        for page in (one, two):
            await page.goto("/")
            await expect(page.locator("main li", has_text=HABIT).first).to_contain_text("Skipped")
            await expect(page.get_by_text("Noted today")).to_be_visible()


async def test_leaving_with_unsent_work_stays_downloads_or_discards(house: House) -> None:
    async with house.phone("one") as page:
        await newcomer(house, page)
        house.everkeel.process.kill()
        await house.everkeel.process.wait()
        await page.get_by_role("button", name="Good", exact=True).tap()
        await page.get_by_role("button", name=HABIT).first.tap()
        await walk.open_tab(page, "Settings")
        await page.get_by_role("button", name="Sign out").tap()
        await expect(page.get_by_text("2 changes exist only on this device")).to_be_visible()
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Download them (JSON)").tap()
        path = await (await download.value).path()
        kept = json.loads(await asyncio.to_thread(path.read_text))
        assert sorted(op["entity"] for op in kept["waiting"]) == ["entry", "mood"]
        await page.get_by_role("button", name="Stay signed in").tap()
        port = urlsplit(house.everkeel.origin).port or 0
        async with server.serving(house.folder, port=port):
            await page.goto("/")
            await sent(page)
            assert len((await walk.feed(page))["mood"]) == 1
            await page.context.set_offline(True)
            await page.get_by_role("button", name="Great", exact=True).tap()
            await walk.open_tab(page, "Settings")
            await page.get_by_role("button", name="Sign out").tap()
            discard = page.get_by_role("button", name="Sign out and discard")
            await discard.wait_for()
            await page.context.set_offline(False)
            await page.route("**/api/sync", lambda route: route.abort())
            await discard.tap()
            await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            left = await page.evaluate("indexedDB.databases().then(all => all.map(x => x.name))")
            assert left == ["everkeel"]


@pytest.mark.parametrize("days", [-3, 3])
async def test_a_clock_three_days_wrong_keeps_the_day_and_beats_nobody(
    house: House, days: int
) -> None:
    async with (
        house.phone("right") as right,
        house.phone("wrong", off=timedelta(days=days)) as wrong,
    ):
        await newcomer(house, right)
        await signed_in(wrong)
        await expect(wrong.get_by_text("more than a day off")).to_be_visible()
        await wrong.context.set_offline(True)
        await wrong.get_by_role("button", name="Good", exact=True).tap()
        await wrong.get_by_role("link", name="Change the time").tap()
        await wrong.get_by_label("Time", exact=True).fill("03:00")
        await expect(wrong.get_by_role("heading", level=1)).to_have_text("Good, 03:00")
        await walk.open_tab(wrong, "Today")
        await wrong.get_by_role("button", name=HABIT).first.tap()
        await expect(wrong.get_by_text("Saved on this phone")).to_be_visible()
        await right.get_by_role("button", name=HABIT).first.tap()
        await right.get_by_role("button", name=HABIT).first.tap()  # newer: not done after all
        await sent(right)
        await wrong.context.set_offline(False)
        await wrong.goto("/")
        await sent(wrong)
        found = await walk.feed(right)
        today = clock.today(browser.ZONE, 3)
        [mood], [entry] = found["mood"], found["entry"]
        assert mood["fields"]["day"] == entry["entityId"][-10:] == str(today)
        assert entry["fields"]["value"] == 0


async def at(page: Page, off: timedelta) -> None:
    """Opens the app at another time."""
    await page.evaluate(
        "off => localStorage.setItem('clock', off)", off // timedelta(milliseconds=1)
    )
    await page.goto("/")
    await page.get_by_role("button", name=HABIT).first.wait_for()


async def done(page: Page, is_done: bool) -> None:
    """Fails unless the habit is shown so."""
    pressed = str(is_done).lower()
    button = page.get_by_role("button", name=HABIT).first
    await expect(button).to_have_attribute("aria-pressed", pressed)


async def test_a_night_belongs_to_the_day_before_until_three(house: House) -> None:
    now = clock.now().astimezone(clock.zone(browser.ZONE))
    late = now.replace(hour=23, minute=50)
    evening = late - timedelta(days=1) if late - now > timedelta(hours=12) else late
    async with house.phone("one") as page:
        await newcomer(house, page)
        await page.context.set_offline(True)
        await at(page, evening - now)
        await page.get_by_role("button", name=HABIT).first.tap()
        await at(page, evening - now + timedelta(minutes=40))
        await done(page, True)
        await page.get_by_role("button", name="Good", exact=True).tap()
        await at(page, evening - now + timedelta(hours=3, minutes=20))
        await done(page, False)
        await page.get_by_role("button", name=HABIT).first.tap()
        await page.get_by_role("button", name="Great", exact=True).tap()
        await page.context.set_offline(False)
        await page.goto("/")
        await sent(page)
        found = await walk.feed(page)
        days = [str(evening.date()), str(evening.date() + timedelta(days=1))]
        assert sorted(entry["entityId"][-10:] for entry in found["entry"]) == days
        moods = {mood["fields"]["level"]: mood["fields"]["day"] for mood in found["mood"]}
        assert moods == {4: days[0], 5: days[1]}


async def test_a_journey_across_the_date_line_counts_no_day_twice(house: House) -> None:
    there, here = "Pacific/Auckland", "Pacific/Honolulu"
    async with house.phone("one", zone=there) as page:
        await newcomer(house, page, there)
        await page.get_by_role("button", name=HABIT).first.tap()
        await sent(page)
    days = sorted({str(clock.today(here, 3)), str(clock.today(there, 3))})
    async with house.phone("one", zone=here) as page:
        await page.goto("/")
        await done(page, True)
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Come along").tap()
        if len(days) == 2:
            await done(page, False)
            await page.get_by_role("button", name=HABIT).first.tap()
        await done(page, True)
        await page.context.set_offline(False)
        await page.goto("/")
        await sent(page)
        await done(page, True)
        found = await walk.feed(page)
        assert sorted(entry["entityId"][-10:] for entry in found["entry"]) == days
        assert found["profile"][0]["fields"]["zone"] == here
    async with house.phone("one", zone=there) as page:
        await page.goto("/")
        await page.get_by_role("button", name="Come along").tap()
        await done(page, True)
        await sent(page)
        assert len((await walk.feed(page))["entry"]) == len(days)
