"""One story on two phones: from the first link to a withdrawn article, nothing stubbed."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from backend import clock, messages
from tests.e2e import article_page, browser, checks, curator, fakepush, notifications, server, walk
from tests.e2e.article_page import TITLE

SIGNED_OUT = ("status of 401",)
INCOMPLETE = ("status of 422",)
IN_FLIGHT = ("net::ERR_INTERNET_DISCONNECTED",)
WITHDRAWN = ("status of 404",)
HABIT, OTHER_HABIT = "Evening walk", "Read ten pages"
# Seven starter articles, but treatments only for who chose them.
STARTERS = 5


@dataclass
class House:
    """Everything that runs: the server, its push service, two phones and their desktop."""

    everkeel: server.Everkeel
    push: fakepush.FakePush
    desktop: notifications.Desktop
    admin: Page
    member: Page
    witnesses: tuple[browser.Witness, browser.Witness]
    article: article_page.LinkedPage


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A fresh instance, and two phones that know nothing of it."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        push = await enter(fakepush.running(tmp_path))
        desktop = await enter(notifications.desktop(tmp_path))
        article = await enter(article_page.published())
        everkeel = await enter(
            server.serving(
                tmp_path,
                push_host_map=f"jmt17.google.com=127.0.0.1:{push.http_port}",
                outbound_allow_cidrs="127.0.0.0/8",
            )
        )
        driver = await enter(browser.chromium())
        witnesses = (
            browser.Witness(everkeel.origin, (*SIGNED_OUT, *INCOMPLETE)),
            browser.Witness(everkeel.origin, (*SIGNED_OUT, *IN_FLIGHT, *WITHDRAWN)),
        )
        admin = await enter(browser.phone(driver, tmp_path / "admin", witnesses[0]))
        member = await enter(
            browser.phone(
                driver, tmp_path / "member", witnesses[1], bus=desktop.address,
                switches=push.switches(), permissions=["notifications"],
            )
        )  # fmt: skip
        yield House(everkeel, push, desktop, admin, member, witnesses, article)


async def test_a_member_from_the_invitation_to_the_library(house: House) -> None:
    await walk.sign_up(house.admin, house.everkeel.greeting(), "admin@example.org")
    await walk.sign_up(house.member, await curator.invite(house.admin), "member@example.org")
    await check_in(house.member)
    await be_in_flight(house.member)
    await be_reminded(house)
    await look_at_trends(house.member)
    await read_in_the_library(house.member)
    await ask_for_help_offline(house.member)
    await curator.add_article(house.admin, house.article.url)
    await find_the_new_article(house.member)
    await curator.withdraw(house.admin)
    await miss_the_new_article(house.member)
    for witness in house.witnesses:
        assert witness.errors == []
        assert witness.foreign == []


async def check_in(page: Page) -> None:
    """A habit is added; mood and habit take one tap each and reach the server."""
    await walk.add_habit(page, HABIT, "Write your own")
    await page.get_by_role("button", name="Good", exact=True).tap()
    await expect(page.get_by_text("Noted: Good")).to_be_visible()
    await page.get_by_role("button", name=HABIT).first.tap()
    await expect(page.get_by_role("button", name=HABIT).first).to_have_attribute(
        "aria-pressed", "true"
    )
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    found = await walk.feed(page)
    assert [mood["fields"]["level"] for mood in found["mood"]] == [4]
    assert [entry["fields"]["value"] for entry in found["entry"]] == [1]
    assert found["habit"][0]["fields"]["name"] == HABIT


async def be_in_flight(page: Page) -> None:
    """Without a network the app opens, keeps a tap over a reload, and sends it once later."""
    await walk.controlled(page)
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("button", name=HABIT).first).to_have_attribute(
        "aria-pressed", "true"
    )
    await page.get_by_role("button", name="Check in again").tap()
    await page.get_by_role("button", name="Low", exact=True).tap()
    await expect(page.get_by_text("Noted: Low")).to_be_visible()
    await expect(page.get_by_text("Saved on this phone")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Noted: Low")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    moods = (await walk.feed(page))["mood"]
    assert sorted(mood["fields"]["level"] for mood in moods) == [2, 4]


def next_minute() -> datetime:
    """A full minute of the phone's zone that leaves time to set a reminder."""
    soon = clock.now().astimezone(clock.zone(browser.ZONE)) + timedelta(seconds=90)
    return soon.replace(second=0, microsecond=0)


async def be_reminded(house: House) -> None:
    """A reminder is set and allowed; the scheduler sends it, it is shown, a click opens Today."""
    page = house.member
    await walk.open_tab(page, "Today")
    await walk.add_habit(page, OTHER_HABIT, "Add")
    await walk.open_tab(page, "Settings")
    await page.get_by_role("button", name="New reminder").tap()
    due = next_minute()
    await page.get_by_label("Time", exact=True).fill(f"{due:%H:%M}")
    await page.get_by_label("About", exact=True).select_option(label=OTHER_HABIT)
    await page.get_by_role("button", name="Save").tap()
    await page.get_by_role("button", name="Allow notifications").tap()
    await expect(page.get_by_text("Reminders reach this device.")).to_be_visible(timeout=30_000)
    try:
        shown = await house.desktop.wait_for(1, 180)
    except TimeoutError:
        posted = [post.status for post in house.push.posted]
        pytest.fail(f"nothing was shown; posted: {posted}; {''.join(house.everkeel.said)}")
    late = (clock.now() - due).total_seconds()
    assert 0 <= late < 5, f"shown {late:.1f} s after {due}"
    texts = {(note.title, note.body) for note in messages.catalogue("en").reminders}
    assert (shown.title, shown.body.rpartition("\n")[2]) in texts
    [post] = house.push.posted
    assert post.status == 201
    assert OTHER_HABIT.encode() not in post.body
    await acknowledged(house.everkeel)
    await answer_without_a_window(house, shown)
    await page.goto("/settings")
    await page.get_by_role("button", name="Test").tap()
    house.desktop.click(await house.desktop.wait_for(2, 30))
    await page.wait_for_url(f"{house.everkeel.origin}/")
    await expect(page.get_by_text("How are you right now?")).to_be_visible()


async def answer_without_a_window(house: House, shown: notifications.Shown) -> None:
    """The button of the notification checks the habit while the app is nowhere open."""
    await house.member.goto("about:blank")
    [done] = [key for key, text in shown.actions.items() if text == messages.catalogue("en").done]
    before = entries_done(house.everkeel)
    house.desktop.click(shown, done)
    for _ in range(100):
        if entries_done(house.everkeel) == before + 1:
            return
        await asyncio.sleep(0.1)
    pytest.fail("the answer did not reach the server")


def entries_done(everkeel: server.Everkeel) -> int:
    """How many days of habits the server has as done."""
    path = f"file:{everkeel.folder / 'everkeel.sqlite3'}?mode=ro"
    with sqlite3.connect(path, uri=True) as db:
        [[count]] = db.execute("SELECT COUNT(*) FROM entries WHERE value = 1 AND NOT deleted")
    return int(count)


async def acknowledged(everkeel: server.Everkeel) -> None:
    """The one delivery is marked sent, and its device said that it was shown."""
    path = f"file:{everkeel.folder / 'everkeel.sqlite3'}?mode=ro"
    rows: list[tuple[str, int | None]] = []
    for _ in range(50):
        with sqlite3.connect(path, uri=True) as db:
            rows = db.execute("SELECT state, shown_at FROM deliveries").fetchall()
        if rows and rows[0][0] == "sent" and rows[0][1]:
            break
        await asyncio.sleep(0.1)
    assert [(state, bool(shown)) for state, shown in rows] == [("sent", True)]


async def look_at_trends(page: Page) -> None:
    """The mood line with its table, and articles beside it, each with its reason."""
    await walk.open_tab(page, "Trends")
    await checks.settled(page)
    await expect(page.get_by_text("You checked in on 1 of 90 days")).to_be_visible()
    await expect(page.get_by_role("img", name="You checked in on 1 of")).to_be_visible()
    table = page.get_by_text("The same as a table").first
    await table.tap()
    await expect(page.get_by_role("table").first).to_be_visible()
    cards = page.get_by_role("region", name="Worth reading now").get_by_role("article")
    assert 1 <= await cards.count() <= 3
    await expect(page.get_by_role("heading", name="Habits", exact=True)).to_be_visible()


async def read_in_the_library(page: Page) -> None:
    """The starter articles for somebody new; one of them opens with its sources."""
    await walk.open_tab(page, "Library")
    await expect(page.get_by_role("article")).to_have_count(STARTERS)
    await page.get_by_role("article").first.get_by_role("link").tap()
    for name in ("Key points", "Sources"):
        await expect(page.get_by_role("heading", name=name)).to_be_visible()
    out = page.get_by_role("link", name="opens in a new tab")
    for link in await out.all():
        assert await link.get_attribute("rel") == "noopener noreferrer nofollow"
        assert await link.get_attribute("referrerpolicy") == "no-referrer"
    assert await out.count() > 1


async def ask_for_help_offline(page: Page) -> None:
    """The help button works on every screen and without a network."""
    await page.context.set_offline(True)
    await page.get_by_role("link", name="Help").tap()
    emergency = page.locator("a[href='tel:112']")
    await expect(emergency).to_be_visible()
    await page.reload()
    await expect(emergency).to_be_visible()
    await page.context.set_offline(False)


async def find_the_new_article(page: Page) -> None:
    """The member sees it in the library and opens it."""
    await walk.open_tab(page, "Library")
    await expect(page.get_by_role("article")).to_have_count(STARTERS + 1)
    await page.get_by_role("link", name=TITLE).first.tap()
    await expect(page.get_by_text("It is no cure.")).to_be_visible()


async def miss_the_new_article(page: Page) -> None:
    """It is gone from the library, and its address says so."""
    await walk.open_tab(page, "Library")
    await expect(page.get_by_role("article")).to_have_count(STARTERS)
    await page.go_back()
    await expect(page.get_by_text("This article is not available")).to_be_visible()
