"""WebKitGTK as a person holds it, driven by the W3C WebDriver protocol."""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx

from tests import tools
from tests.e2e.browser import PATIENCE_MS, ZONE
from tests.e2e.hands import Role
from tests.e2e.server import free_port

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
BROWSER = {
    "browserName": "MiniBrowser",
    "webkitgtk:browserOptions": {"args": ["--automation"]},
    "timeouts": {"script": PATIENCE_MS, "pageLoad": 4 * PATIENCE_MS},
}
_FIND = """
const [name, role] = arguments;
if (document.getAnimations().some(one => Number.isFinite(one.effect?.getComputedTiming().endTime)))
  return null;
const tags = {
  button: 'button, [role=button]', link: 'a[href]', radio: 'input[type=radio]', text: '*',
};
const words = element => {
  if (element.ariaLabel) return element.ariaLabel;
  const copy = element.cloneNode(true);
  copy.querySelectorAll('[aria-hidden=true]').forEach(part => part.remove());
  return copy.textContent.replace(/\\s+/g, ' ').replace(/^[^\\p{L}\\d]+/u, '');
};
const found = [...document.querySelectorAll(tags[role])].filter(element =>
  words(role === 'radio' ? element.closest('label') : element).startsWith(name)
  && (role === 'radio' || element.checkVisibility({ visibilityProperty: true })));
const wanted = role === 'text' ? found.at(-1) : found[0];
const target = role === 'radio' ? wanted?.closest('label') : wanted;
target?.scrollIntoView({ block: 'center' });
return target ?? null;
"""
_LABELLED = """
const label = [...document.querySelectorAll('label')].find(
  label => label.textContent.trim() === arguments[0]);
const field = label && (label.control ?? document.getElementById(label.htmlFor));
field?.scrollIntoView({ block: 'center' });
return field ?? null;
"""
_SEEN = "return document.body.innerText.includes(arguments[0]) || null"
_CALL = """
const done = arguments[arguments.length - 1];
(%s)().then(value => done({ value: value ?? null }), error => done({ error: String(error) }));
"""


class WebKitHand:
    """A person at a window of WebKit."""

    def __init__(self, session: httpx.AsyncClient, origin: str) -> None:
        self.session, self.origin = session, origin

    async def open(self, path: str) -> None:
        await self._do("POST", "/url", url=f"{self.origin}{path}")

    async def tap(self, name: str, role: Role = "button") -> None:
        await self._until(lambda: self._on((_FIND, name, role), "click"))

    async def fill(self, label: str, text: str) -> None:
        await self._until(lambda: self._on((_LABELLED, label), "clear"))
        await self._until(lambda: self._on((_LABELLED, label), "value", text=text))

    async def _on(self, wanted: tuple[str, ...], act: str, **body: Any) -> bool:
        """Whether the element was there and let itself be acted upon."""
        element = await self._run(*wanted)
        if not element:
            return False
        path = f"/element/{element[ELEMENT]}/{act}"
        return (await self.session.post(path, json=body)).is_success

    async def see(self, text: str) -> None:
        await self._until(lambda: self._run(_SEEN, text))

    async def call(self, script: str) -> Any:
        answer = await self._do("POST", "/execute/async", script=_CALL % script, args=[])
        assert "error" not in answer, answer
        return answer["value"]

    async def _until(self, attempt: Callable[[], Awaitable[Any]]) -> None:
        """Returns as soon as an attempt succeeds."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < end:
            if await attempt():
                return
            await asyncio.sleep(0.1)
        shown = await self._run("return document.body.innerText")
        raise TimeoutError(f"It did not come; there is:\n{shown}")

    async def _run(self, script: str, *given: str) -> Any:
        return await self._do("POST", "/execute/sync", script=script, args=[*given])

    async def _do(self, method: str, path: str, **body: Any) -> Any:
        answer = await self.session.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json()["value"]


@asynccontextmanager
async def webkit(origin: str) -> AsyncIterator[WebKitHand]:
    """A person at a fresh WebKit, on a screen that nobody sees."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with _screen() as display:
        environment = {**os.environ, "DISPLAY": display, "LANG": "en_GB.UTF-8", "TZ": ZONE}
        driver = await _started(tools.webkit(), f"--port={port}", env=environment)
        try:
            async with httpx.AsyncClient(timeout=4 * PATIENCE_MS / 1000) as client:
                session = await _session(client, address)
            async with httpx.AsyncClient(
                base_url=f"{address}/session/{session}", timeout=4 * PATIENCE_MS / 1000
            ) as client:
                yield WebKitHand(client, origin)
                await client.delete("")
        finally:
            await _ended(driver)


async def _session(client: httpx.AsyncClient, address: str) -> str:
    body = {"capabilities": {"alwaysMatch": BROWSER}}
    for _ in range(100):
        with suppress(httpx.ConnectError):
            answer = await client.post(f"{address}/session", content=json.dumps(body))
            assert answer.is_success, answer.text
            return str(answer.json()["value"]["sessionId"])
        await asyncio.sleep(0.1)
    raise TimeoutError("WebKit's driver does not answer.")


@asynccontextmanager
async def _screen() -> AsyncIterator[str]:
    """The name of a display of its own."""
    reading, writing = os.pipe()
    server = await _started(
        tools.xvfb(), "-displayfd", str(writing), "-screen", "0", "480x960x24", "-nolisten", "tcp",
        pass_fds=(writing,),
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{(await asyncio.to_thread(number.readline)).strip()}"
    finally:
        await _ended(server)


async def _started(*command: str, **options: Any) -> asyncio.subprocess.Process:
    quiet = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        *command, stdout=quiet, stderr=quiet, start_new_session=True, **options
    )


async def _ended(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    await process.wait()
