"""Half a year of one person: a trend, an insight, an article that fits, and less of it."""

import asyncio

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e import checks, walk

ANXIOUS = "Why this? Your anxiety averaged"


async def test_a_trend_leads_to_an_insight_and_an_article_and_to_less_of_it(demo: Page) -> None:
    await demo.goto("/trends")
    await checks.settled(demo)
    await read_the_insight(demo)
    title = await ask_why(demo)
    await read_a_suggestion_offline(demo, title)
    await read_cautions_first(demo, title)
    await have_less_of_it(demo, title)
    await have_it_back(demo, title)


async def read_the_insight(page: Page) -> None:
    """The mood line, a claim with its interval that says what it is not, and its looks."""
    await expect(page.get_by_text("You checked in on").first).to_be_visible()
    insights = page.get_by_role("region", name="What goes with your mood")
    claim = insights.get_by_text("95 % range").first
    await expect(claim).to_contain_text("It goes with it; it may not be the cause.")
    await insights.get_by_role("link", name="How this came about").first.tap()
    await expect(page.get_by_role("table").first).to_be_visible()
    await page.go_back()
    await checks.settled(page)


def card(page: Page) -> Locator:
    """The first suggestion that speaks of anxiety."""
    return worth(page).get_by_role("article").filter(has_text=ANXIOUS).first


def worth(page: Page) -> Locator:
    """The suggestions beside the trend."""
    return page.get_by_role("region", name="Worth reading now")


async def ask_why(page: Page) -> str:
    """The card says why in a sentence, and shows its numbers and its rule; gives its title."""
    title = await card(page).get_by_role("heading").inner_text()
    await card(page).get_by_role("button", name="The numbers behind it").tap()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_text("Anxiety, mean of 14 days")).to_be_visible()
    await expect(sheet.get_by_text("at least 3.5 of 5")).to_be_visible()
    await sheet.get_by_role("button", name="Close").tap()
    return title


async def read_a_suggestion_offline(page: Page, title: str) -> None:
    """What is suggested opens without a network, though nobody opened it before."""
    await walk.controlled(page)
    await page.wait_for_load_state("networkidle")
    await page.context.set_offline(True)
    await worth(page).get_by_role("link", name=title).tap()
    await expect(page.get_by_role("heading", name="Key points")).to_be_visible()
    await page.context.set_offline(False)


async def read_cautions_first(page: Page, title: str) -> None:
    """The article warns before it promises, and says how sure it is."""
    await expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    headings = await page.get_by_role("heading", level=2).all_inner_texts()
    wanted = ["Please keep in mind", "Key points", "How sure is this?", "Sources"]
    assert [name for name in headings if name in wanted] == wanted


async def have_less_of_it(page: Page, title: str) -> None:
    """One tap, and it is no longer suggested: on this phone at once, on the server next."""
    await page.get_by_role("button", name="Less like this", exact=True).tap()
    await expect(page.get_by_text("Not suggested again before")).to_be_visible()
    await walk.open_tab(page, "Trends")
    await expect(worth(page).get_by_role("article").first).to_be_visible()
    await expect(worth(page).get_by_role("link", name=title)).to_have_count(0)
    await server_suggests(page, title, False)


async def have_it_back(page: Page, title: str) -> None:
    """It is still in the library, and may be suggested again."""
    await walk.open_tab(page, "Library")
    await page.get_by_role("article").get_by_role("link", name=title).tap()
    await page.get_by_role("button", name="Suggest it again").tap()
    await expect(page.get_by_text("You asked for less like this")).to_have_count(0)
    await server_suggests(page, title, True)


async def server_suggests(page: Page, title: str, wanted: bool) -> None:
    """Returns once the server suggests it, or no longer does."""
    titles: list[str] = []
    for _ in range(50):
        answer = await (await page.request.get("/api/articles/suggestions")).json()
        titles = [item["article"]["title"] for item in answer["items"]]
        if (title in titles) == wanted:
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"the server suggests {titles}")
