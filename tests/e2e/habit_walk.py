"""What people do with habits, by what they see on the screen; and what reached the server."""

import asyncio
from typing import Any

from playwright.async_api import Locator, Page

from tests.e2e import walk

LISTENS = "() => document.querySelector('main h1').parentElement.parentElement.style.touchAction"
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
    await page.wait_for_function(LISTENS)
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
