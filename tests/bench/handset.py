"""A phone with years of check-ins on it, as the browser benchmarks measure it."""

import json
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.async_api import CDPSession, Page

from backend.database import uuid7s
from tests import tools
from tests.e2e import browser, server, walk
from tests.support import OWN_PAGE

HABITS = 10
ENTRIES = 5_000
# Lighthouse's slow 4G as the browser applies it: milliseconds and bytes a second.
SLOW_4G = {
    "offline": False, "latency": 562.5,
    "downloadThroughput": 1_474_560 / 8, "uploadThroughput": 675_000 / 8,
}  # fmt: skip
VITALS = """
window.vitals = {lcp: 0, cls: 0, taps: []}
const watch = (type, act) =>
  new PerformanceObserver(list => list.getEntries().forEach(act)).observe({type, buffered: true})
watch('largest-contentful-paint', entry => { vitals.lcp = entry.startTime })
watch('layout-shift', entry => { if (!entry.hadRecentInput) vitals.cls += entry.value })
addEventListener('click', event => {
  const button = event.target.closest?.('button')
  const before = button?.getAttribute('aria-pressed')
  requestAnimationFrame(() => {
    const after = new MessageChannel()
    after.port1.onmessage = () => vitals.taps.push({
      ms: performance.now() - event.timeStamp,
      changed: button?.getAttribute('aria-pressed') !== before,
    })
    after.port2.postMessage(0)
  })
}, {capture: true})
"""
FILL = """
async ([user, habits, count]) => {
  const asked = indexedDB.open(`everkeel-${user}`)
  const db = await new Promise(done => { asked.onsuccess = () => done(asked.result) })
  const tx = db.transaction('entries', 'readwrite')
  for (let n = 0; n < count; n++) {
    const habit = habits[n % habits.length]
    const ago = 1 + Math.floor(n / habits.length)
    const day = new Date(Date.now() - ago * 86400000).toISOString().slice(0, 10)
    const view = {value: n % 3 ? 1 : 0, skipped: false, deleted: false}
    tx.objectStore('entries').put({id: `${habit}:${day}`, day, base: view, view})
  }
  await new Promise(done => { tx.oncomplete = done })
  db.close()
}
"""


def build(folder: Path) -> Path:
    """The app of this checkout, built into a folder of its own."""
    app = folder / "app"
    subprocess.run(
        tools.npm("run", "--silent", "build", "--", f"--outDir={app}", "--emptyOutDir"),
        cwd=tools.FRONTEND, env=tools.node_environment(), check=True, capture_output=True,
    )  # fmt: skip
    return app


@asynccontextmanager
async def filled() -> AsyncIterator[Page]:
    """Today on a Pixel 7 with 10 habits and 5,000 entries, all of it on the device."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = build(folder)
        async with server.serving(folder, static=app) as everkeel, browser.chromium() as driver:
            witness = browser.Witness(everkeel.origin)
            async with browser.phone(driver, folder / "phone", witness) as page:
                await page.context.add_init_script(VITALS)
                await walk.sign_up(page, everkeel.greeting(), "phone@example.org")
                await _fill(page)
                yield page


async def _fill(page: Page) -> None:
    user = json.loads(await page.evaluate("localStorage.getItem('everkeel.user')"))["id"]
    habits, device = uuid7s(HABITS), str(uuid4())
    ops = [
        {"opId": op_id, "entity": "habit", "entityId": habit, "v": 2,
         "stamp": f"{n:015d}:0000:{device}",
         "fields": {"name": f"Habit {n}", "icon": "🌱", "createdOn": "2026-01-01", "position": n}}
        for n, (habit, op_id) in enumerate(zip(habits, uuid7s(HABITS), strict=True))
    ]  # fmt: skip
    body = {"device": device, "cursor": 0, "limit": 500, "ops": ops}
    answer = await page.request.post("/api/sync", data=body, headers=OWN_PAGE)
    assert answer.ok, await answer.text()
    assert {result["status"] for result in (await answer.json())["results"]} == {"applied"}
    await page.reload()
    await buttons(page).nth(HABITS - 1).wait_for()
    await page.evaluate(FILL, [user, habits, ENTRIES])
    await page.reload()
    await buttons(page).nth(HABITS - 1).wait_for()


def buttons(page: Page) -> Any:
    """The habits' own buttons on Today."""
    return page.locator("main li button[aria-pressed]")


async def throttled(page: Page, rate: float) -> CDPSession:
    """A session with the page in which its CPU is so many times slower."""
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return session
