"""One story of two admins and a member: from an address to an article, until its page is gone."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e import article_page, browser, curator, server, walk
from tests.e2e.article_page import TITLE

# Nobody is signed in yet; and what publishing needs is missing yet.
EXPECTED = ("status of 401", "status of 422")
TOPIC = "Diet and anxiety"
WHY = "The page is gone, and nothing like it was found."


@dataclass
class House:
    """A server, the page that is linked, two admins and a member on their phones."""

    link: str
    page: article_page.LinkedPage
    first: Page
    second: Page
    member: Page
    witnesses: list[browser.Witness]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A fresh instance, and three phones that know nothing of it."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        page = await enter(article_page.published())
        everkeel = await enter(server.serving(tmp_path, outbound_allow_cidrs="127.0.0.0/8"))
        driver = await enter(browser.chromium())
        witnesses = [browser.Witness(everkeel.origin, EXPECTED) for _ in range(3)]
        first, second, member = [
            await enter(browser.phone(driver, tmp_path / name, witness))
            for name, witness in zip(("first", "second", "member"), witnesses, strict=True)
        ]
        yield House(everkeel.greeting(), page, first, second, member, witnesses)


async def test_an_article_from_its_address_to_its_end(house: House) -> None:
    await walk.sign_up(house.first, house.link, "first@example.org")
    await walk.sign_up(
        house.second, await curator.invite(house.first, "Admin"), "second@example.org"
    )
    await walk.sign_up(house.member, await curator.invite(house.first), "member@example.org")
    await send_in_what_nobody_publishes_alone(house.first, house.page.url)
    await review(house.second)
    await read(house.member)
    house.page.gone = True
    await report(house.member)
    await notice_that_it_is_gone(house.second)
    await miss(house.member)
    await look_back(house.second)
    for witness in house.witnesses:
        assert (witness.errors, witness.foreign) == ([], [])


async def send_in_what_nobody_publishes_alone(admin: Page, url: str) -> None:
    """An article on a gated topic: the one who sent it in cannot publish it."""
    await curator.add_draft(admin, url, TOPIC)
    await curator.send_in(admin)
    await expect(admin.get_by_text("Another admin publishes this")).to_be_visible()
    await expect(admin.get_by_role("button", name="Save and publish")).to_have_count(0)


async def review(admin: Page) -> None:
    """The other admin finds it in the queue, looks at it as a member would, and publishes it."""
    await walk.open_tab(admin, "Settings")
    await admin.get_by_role("link", name="Articles and invitations").tap()
    await curator.section(admin, "To do (1)")
    await expect(admin.get_by_role("heading", name="Waiting for review")).to_be_visible()
    await expect(admin.get_by_text("Sent in by another admin")).to_be_visible()
    await admin.get_by_role("link", name=TITLE).tap()
    await admin.get_by_role("link", name="Preview").tap()
    await expect(admin.get_by_text("No member sees it yet.")).to_be_visible()
    await expect(admin.get_by_text("Stop when you feel dizzy.")).to_be_visible()
    await admin.get_by_role("link", name="Back to editing").tap()
    await curator.publish(admin)


async def read(member: Page) -> None:
    """The member finds it in the library and reads it, its cautions first."""
    await walk.open_tab(member, "Library")
    await member.get_by_role("link", name=TITLE).first.tap()
    await expect(member.get_by_role("heading", name=TITLE)).to_be_visible()
    caution = member.get_by_text("Stop when you feel dizzy.")
    point = member.get_by_text("It is no cure.")
    above, below = await caution.bounding_box(), await point.bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]


async def report(member: Page) -> None:
    """The member says that the link leads nowhere; nobody learns who said so."""
    await member.get_by_role("button", name="Report a problem").tap()
    asks = member.get_by_role("dialog")
    await asks.locator("label", has_text="The link leads nowhere").tap()
    await asks.get_by_role("button", name="Send").tap()
    await expect(member.get_by_text("Thank you. It has arrived.")).to_be_visible()


async def notice_that_it_is_gone(admin: Page) -> None:
    """A report leads to the link, the link into the queue, from where the article is withdrawn."""
    await admin.get_by_role("link", name="All articles").tap()
    await admin.reload()
    await curator.section(admin, "To do (1)")
    await admin.get_by_role("link", name=f"About: {TITLE}").tap()
    await admin.get_by_role("button", name="Check now").tap()
    await expect(admin.get_by_text("The page is gone.")).to_be_visible()
    await admin.get_by_role("button", name=f"Mark the report about {TITLE} as done").tap()
    await admin.get_by_role("link", name="All articles").tap()
    await curator.section(admin, "To do (1)")
    await expect(admin.get_by_role("heading", name="Links to look at")).to_be_visible()
    await admin.get_by_role("link", name=TITLE).tap()
    await curator.withdraw(admin, WHY)


async def miss(member: Page) -> None:
    """It is gone from the member's library."""
    await walk.open_tab(member, "Library")
    await expect(member.get_by_role("article").first).to_be_visible()
    await expect(member.get_by_role("link", name=TITLE)).to_have_count(0)


async def look_back(admin: Page) -> None:
    """The history tells every step, who took it and why; the queue is empty again."""
    await admin.get_by_role("link", name="History").tap()
    newest = admin.get_by_role("listitem").filter(has_text=WHY)
    await expect(newest.get_by_text("Withdrawn by second@example.org")).to_be_visible()
    await expect(admin.get_by_text("Published by second@example.org")).to_be_visible()
    await expect(admin.get_by_text("Sent to review by first@example.org")).to_be_visible()
    await admin.get_by_role("link", name="Back to editing").tap()
    await admin.get_by_role("link", name="All articles").tap()
    await curator.section(admin, "To do")
    await expect(admin.get_by_text("Nothing to do")).to_be_visible()
