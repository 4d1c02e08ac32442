"""What an admin does in the app: invites, adds articles, reviews, takes them back."""

from playwright.async_api import Page, expect

from backend import clock
from tests.e2e import walk
from tests.e2e.article_page import TITLE


async def invite(admin: Page, role: str = "Member") -> str:
    """The admin makes a link for a new member or admin."""
    await walk.open_tab(admin, "Settings")
    await admin.get_by_role("link", name="Articles and invitations").tap()
    await admin.get_by_role("link", name="Invitations").tap()
    await admin.get_by_role("group", name="Invite as").locator("label", has_text=role).tap()
    await admin.get_by_role("button", name="Make a link").tap()
    return await admin.get_by_label("Invitation link").input_value()


async def add_article(admin: Page, url: str) -> None:
    """The admin adds an article by its address, completes it and publishes it."""
    await add_draft(admin, url, "Habits")
    await send_in(admin)
    await publish(admin)


async def add_draft(admin: Page, url: str, topic: str) -> None:
    """The admin lets the server look at a page and keeps what it says as a draft."""
    await section(admin, "Articles")
    await admin.get_by_role("link", name="Add an article").tap()
    await admin.get_by_label("Address of the page").fill(url)
    await admin.get_by_role("button", name="Look at the page").tap()
    await expect(admin.get_by_label("Title")).to_have_value(TITLE)
    await admin.get_by_label("Topic").select_option(label=topic)
    await admin.get_by_role("button", name="Keep as a draft").tap()


async def send_in(admin: Page) -> None:
    """The admin learns what is missing, fills it in and sends the draft to review."""
    await admin.get_by_role("button", name="Save and send to review").tap()
    await expect(admin.get_by_text("Some fields are still missing.")).to_be_visible()
    await _complete(admin)
    await admin.get_by_role("button", name="Save and send to review").tap()
    await expect(admin.get_by_text("It is in review.")).to_be_visible()


async def _complete(admin: Page) -> None:
    """Fills in what publishing needs."""
    await admin.get_by_label("Summary").fill("Slow breathing calms many people for a while.")
    await admin.get_by_label("Key points").fill("It is free.\nIt is quick.\nIt is no cure.")
    await admin.get_by_label("Cautions").fill("Stop when you feel dizzy.")
    await admin.get_by_label("Evidence level").select_option(label="Systematic review")
    await admin.get_by_label("Evidence note").fill("Twelve small trials, most of them short.")
    await admin.get_by_label("Reviewed on").fill(f"{clock.now():%Y-%m-%d}")
    await admin.get_by_role("button", name="Add a source").tap()
    await admin.get_by_label("Title of the source").fill("Breathing: a review")
    await admin.get_by_label("Address", exact=True).fill("https://doi.org/10.1000/182")
    await admin.get_by_label("Year").fill("2024")
    await admin.get_by_label("Kind").select_option(label="Systematic review")


async def publish(admin: Page) -> None:
    """The admin publishes what is in review."""
    await admin.get_by_role("button", name="Save and publish").tap()
    await expect(admin.get_by_text("Members can read it now.")).to_be_visible()


async def withdraw(admin: Page, note: str = "") -> None:
    """The admin takes it back, and may say why."""
    await admin.get_by_role("button", name="Withdraw").tap()
    asks = admin.get_by_role("dialog")
    await asks.get_by_label("Note for the other admins").fill(note)
    await asks.get_by_role("button", name="Withdraw").tap()
    await expect(admin.get_by_text("Withdrawn.")).to_be_visible()


async def section(admin: Page, name: str) -> None:
    """Opens one of the administration's sections."""
    sections = admin.get_by_role("navigation", name="Sections")
    if not await sections.is_visible():
        await walk.open_tab(admin, "Settings")
        await admin.get_by_role("link", name="Articles and invitations").tap()
    await sections.get_by_role("link", name=name).tap()
