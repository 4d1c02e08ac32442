"""An admin looks at a page: fetched through the guarded door from a server on loopback."""

import httpx
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.settings import Settings
from tests.articles.site import ENDLESS_BYTES, Answer, Site
from tests.support import Person, dump

GOOD = Answer(
    body="<html lang=en><head><title>Calm <b>x</b> &amp; <script>alert(1)</script>steady</title>"
    "<meta name=description content='About it.'>"
)
HOSTILE = Answer(body="<title>&lt;script&gt;alert(1)&lt;/script&gt;\u202eTea\x00</title>")


@pytest.fixture
def settings(open_settings: Settings) -> Settings:
    """Settings of an operator whose links may point to loopback."""
    return open_settings


async def look(admin: Person, url: str) -> httpx.Response:
    return await admin.http.post("/api/admin/articles/preview", json={"url": url})


async def test_it_reads_title_and_description(admin: Person, site: Site) -> None:
    answer = await look(admin, f"{site.put('/good', GOOD)}?utm_source=x#y")
    assert answer.json() == {
        "url": f"{site.origin}/good",
        "title": "Calm x & steady",
        "description": "About it.",
        "publisher": "127.0.0.1",
        "language": "en",
    }


async def test_a_hostile_title_is_plain_text(admin: Person, site: Site) -> None:
    found = (await look(admin, site.put("/hostile", HOSTILE))).json()
    assert found["title"].replace("\ufffd", "") == "Tea"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (Answer(kind="application/pdf", body="%PDF"), "not-a-page"),
        (Answer(body="<title>x</title>" + "x" * 1_000_001), "too-large"),
        (Answer(endless=True), "too-large"),
        (Answer("500 Internal Server Error"), "fetch-failed"),
        (Answer("302 Found", location="/"), "fetch-failed"),
        (Answer("302 Found", location="http://169.254.169.254/latest"), "blocked-address"),
    ],
)
async def test_a_page_that_cannot_be_read_is_a_clear_error(
    admin: Person, db: BaseDBAsyncClient, site: Site, page: Answer, code: str
) -> None:
    answer = await look(admin, site.put("/", page))
    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:everkeel:{code}")
    assert answer.json()["errors"][0]["field"] == "url"
    assert await dump(db, "articles") == []
    assert site.sent < ENDLESS_BYTES / 10
    assert len(site.hits) <= 5


async def test_a_redirect_to_a_page_that_is_linked_already(admin: Person, site: Site) -> None:
    body = {"url": site.put("/good", GOOD), "topic": "habits", "title": "Calm"}
    assert (await admin.http.post("/api/admin/articles", json=body)).status_code == 201
    answer = await look(admin, site.put("/moved", Answer("302 Found", "", location="/good")))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:everkeel:duplicate-url")


async def test_nobody_listens(admin: Person) -> None:
    answer = await look(admin, "http://127.0.0.1:9/")
    assert answer.json()["type"] == "urn:everkeel:fetch-failed"
