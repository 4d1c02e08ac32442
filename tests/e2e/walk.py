"""What people do in the app, by what they see on the screen."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from playwright.async_api import Page

from backend import clock
from tests.support import OWN_PAGE

PASSWORD = "correct horse battery staple"


async def sign_up(page: Page, link: str, email: str) -> None:
    """Opens an invite link and makes an account."""
    await page.goto(link)
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("switch", name="I am 18 or older").check(force=True)
    await page.get_by_role("button", name="Create account").tap()
    await page.get_by_text("How are you right now?").wait_for()


async def sign_in(page: Page, email: str, password: str) -> None:
    """Signs in on the page that asks for it."""
    await page.goto("/sign-in")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in").tap()
    await page.get_by_text("How are you right now?").wait_for()


async def sign_in_at_once(page: Page, email: str, password: str) -> None:
    """Signs in without the form, in whatever language it is, and waits for the data."""
    answer = await page.request.post(
        "/api/session", data={"email": email, "password": password}, headers=OWN_PAGE
    )
    assert answer.ok, await answer.text()
    await page.goto("/")
    await page.locator("main li button[aria-pressed]").first.wait_for()


async def open_tab(page: Page, name: str) -> None:
    """Opens a view by the navigation at the bottom."""
    await page.get_by_role("navigation", name="Main").get_by_role("link", name=name).tap()


async def add_habit(page: Page, name: str, link: str) -> None:
    """Adds a habit for every day; `link` is what leads to the form."""
    await page.get_by_role("link", name=link).tap()
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("button", name="Save").tap()
    await page.get_by_role("button", name=name).first.wait_for()


async def controlled(page: Page) -> None:
    """Returns once the service worker answers for this page."""
    await page.evaluate(
        """() => navigator.serviceWorker.controller || new Promise(
            done => navigator.serviceWorker.addEventListener('controllerchange', () => done()))"""
    )


async def feed(page: Page) -> dict[str, list[dict[str, Any]]]:
    """What the server has of this person, by kind; asked as a device that knows nothing."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    body: dict[str, Any] = {"device": str(uuid4()), "cursor": 0, "limit": 1000, "ops": []}
    more = True
    while more:
        answer = await page.request.post("/api/sync", data=body, headers=OWN_PAGE)
        assert answer.ok, await answer.text()
        said = await answer.json()
        for change in said["changes"]:
            kinds.setdefault(change["entity"], []).append(change)
        body["cursor"], more = said["cursor"], said["hasMore"]
    return kinds


async def address(page: Page, path: str) -> str:
    """The path; `{mood}`, `{habit}` and `{day}` in it become the newest, the first, yesterday."""
    if "{" not in path:
        return path
    known = await feed(page)
    moods = [mood for mood in known["mood"] if not mood["fields"]["deleted"]]
    habits = [habit for habit in known["habit"] if not habit["fields"]["deleted"]]
    return path.format(
        mood=max(moods, key=lambda mood: mood["fields"]["at"])["entityId"],
        habit=min(habits, key=lambda habit: habit["fields"]["position"])["entityId"],
        day=clock.now().date() - timedelta(days=1),
    )
