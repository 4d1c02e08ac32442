"""An admin looks at a page: fetched through the guarded door from a server on loopback."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import msgspec
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.settings import Settings
from tests.support import Person, dump

PAGES = {
    "/good": ("text/html; charset=utf-8", "<html lang=en><title>Calm <b>x</b> &amp; <script>"
              "alert(1)</script>steady</title><meta name=description content='About it.'>"),
    "/hostile": ("text/html", "<title>&lt;script&gt;alert(1)&lt;/script&gt;\u202eTea\x00</title>"),
    "/file": ("application/pdf", "%PDF"),
    "/large": ("text/html", "<title>x</title>" + "x" * 1_000_001),
}  # fmt: skip
REDIRECTS = {"/away": "http://169.254.169.254/latest/meta-data", "/moved": "/good"}


class Site(BaseHTTPRequestHandler):
    """A small web site."""

    def do_GET(self) -> None:
        if self.path in REDIRECTS:
            self.send_response(302)
            self.send_header("Location", REDIRECTS[self.path])
            self.end_headers()
            return
        kind, text = PAGES.get(self.path.partition("?")[0], ("text/plain", ""))
        self.send_response(200 if text else 500)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings of an operator whose links may point to loopback."""
    return msgspec.structs.replace(settings, outbound_allow_cidrs=("127.0.0.0/8",))


@pytest.fixture
def site() -> Iterator[str]:
    """The address of the small web site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


async def look(admin: Person, url: str) -> httpx.Response:
    return await admin.http.post("/api/admin/articles/preview", json={"url": url})


async def test_it_reads_title_and_description(admin: Person, site: str) -> None:
    answer = await look(admin, f"{site}/good?utm_source=x#y")
    assert answer.json() == {
        "url": f"{site}/good",
        "title": "Calm x & steady",
        "description": "About it.",
        "publisher": "127.0.0.1",
        "language": "en",
    }


async def test_a_hostile_title_is_plain_text(admin: Person, site: str) -> None:
    assert (await look(admin, f"{site}/hostile")).json()["title"].replace("\ufffd", "") == "Tea"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/file", "not-a-page"),
        ("/large", "too-large"),
        ("/broken", "fetch-failed"),
        ("/away", "blocked-address"),
    ],
)
async def test_a_page_that_cannot_be_read_is_a_clear_error(
    admin: Person, db: BaseDBAsyncClient, site: str, path: str, code: str
) -> None:
    answer = await look(admin, site + path)
    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:everkeel:{code}")
    assert await dump(db, "articles") == []


async def test_a_redirect_to_a_page_that_is_linked_already(admin: Person, site: str) -> None:
    body = {"url": f"{site}/good", "topic": "habits", "title": "Calm"}
    assert (await admin.http.post("/api/admin/articles", json=body)).status_code == 201
    answer = await look(admin, f"{site}/moved")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:everkeel:duplicate-url")


async def test_nobody_listens(admin: Person) -> None:
    answer = await look(admin, "http://127.0.0.1:9/")
    assert answer.json()["type"] == "urn:everkeel:fetch-failed"
