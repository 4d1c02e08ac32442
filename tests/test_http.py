"""What every answer and every request has in common: headers, origin, JSON, limits, hostility."""

import asyncio
from collections.abc import AsyncIterator
from itertools import product
from typing import Any

import httpx
import pytest
from litestar import Litestar
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import errors, security
from backend import settings as settings_module
from backend.accounts import queries, service
from backend.app import create_app
from backend.settings import Settings
from tests import schema
from tests.conftest import browser
from tests.support import Person
from tests.test_access import ACCESS, BODIES, call, listed

JSON = {"Content-Type": "application/json"}
BODY_LIMIT = 256_000
HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
    ),
    "cache-control": "no-store",
}


def lacking(answer: httpx.Response) -> dict[str, str | None]:
    """The headers of an API answer that are not as they must be."""
    return {n: answer.headers.get(n) for n, v in HEADERS.items() if answer.headers.get(n) != v}


@pytest.mark.parametrize("route", [route for access in ACCESS for route in listed(access)])
async def test_every_route_answers_with_every_header(member: Person, route: str) -> None:
    assert lacking(await call(member.http, route)) == {}


def a_request(status: int) -> dict[str, Any]:
    """A request that is answered with that status."""
    requests: dict[int, dict[str, Any]] = {
        200: {"method": "GET", "url": "/api/me"},
        400: {"method": "POST", "url": "/api/sync", "content": b"{", "headers": JSON},
        401: {"method": "GET", "url": "/api/me", "headers": {"Cookie": "session=none"}},
        403: {"method": "GET", "url": "/api/admin/invites"},
        404: {"method": "GET", "url": "/api/nothing/here"},
        405: {"method": "PUT", "url": "/api/me", "headers": JSON},
        413: {
            "method": "POST", "url": "/api/session", "headers": JSON,
            "content": b" " * (BODY_LIMIT + 1),
        },
        415: {"method": "POST", "url": "/api/sync", "content": b"a=1"},
        422: {"method": "POST", "url": "/api/sync", "content": b"{}", "headers": JSON},
    }  # fmt: skip
    return requests[status]


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 405, 413, 415, 422])
async def test_every_status_carries_every_header(member: Person, status: int) -> None:
    if status == 401:
        member.http.cookies.clear()
    answer = await member.http.request(**a_request(status))
    assert answer.status_code == status
    assert lacking(answer) == {}
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["type"].startswith("urn:everkeel:")


@pytest.mark.parametrize(("module", "name"), [(queries, "session"), (service, "profile")])
async def test_a_defect_is_500_and_tells_nothing(
    member: Person, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(module, name, broken)
    answer = await member.http.get("/api/me")
    assert answer.status_code == 500
    assert lacking(answer) == {}
    assert "secret" not in answer.text


async def test_hsts_is_sent_only_where_people_come_by_https(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    assert "strict-transport-security" not in (await client.get("/api/health/live")).headers
    secure = settings_module.load(
        {}, data_dir=settings.data_dir, database_url="", origin="https://keel.example.org"
    )
    async with browser(create_app(secure, jobs=()), secure) as https:
        answer = await https.get("/api/health/live")
    assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"


@pytest.mark.parametrize("host", ["evil.example", "localhost", "localhost:1", ""])
@pytest.mark.parametrize("url", ["/api/health/live", "/api/nothing"])
async def test_another_host_name_is_refused(
    app: Litestar, settings: Settings, host: str, url: str
) -> None:
    async with browser(app, settings) as http:
        answer = await http.get(url, headers={"Host": host})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:everkeel:wrong-host"
    assert lacking(answer) == {}


@pytest.mark.parametrize("url", ["/api/meta", "/api/health/live", "/api/me", "/api/nothing"])
async def test_head_is_answered_like_get_without_a_body(
    client: httpx.AsyncClient, url: str
) -> None:
    whole, bare = await client.get(url), await client.head(url)
    assert (bare.status_code, bare.content) == (whole.status_code, b"")
    assert bare.headers == whole.headers


SITES = ["same-origin", "same-site", "cross-site", "none", None]
TYPES = ["application/json", "application/json; charset=utf-8", "text/plain", None]
TARGETS = [
    ("POST", "/api/reminders"),
    ("PUT", "/api/push/subscription"),
    ("PATCH", f"/api/reminders/{schema.ONE}"),
    ("DELETE", f"/api/reminders/{schema.ONE}"),
]


@pytest.mark.parametrize(("method", "url"), TARGETS)
async def test_only_json_from_our_own_pages_gets_in(
    member: Person, settings: Settings, db: BaseDBAsyncClient, method: str, url: str
) -> None:
    before = await schema.contents(db)
    del member.http.headers["Sec-Fetch-Site"]
    origins = [settings.origin, "https://evil.example", "null", None]
    for site, origin, kind in product(SITES, origins, TYPES):
        named = {"Sec-Fetch-Site": site, "Origin": origin, "Content-Type": kind}
        headers = {name: value for name, value in named.items() if value}
        answer = await member.http.request(method, url, content=b'{"no": 1}', headers=headers)
        own = site == "same-origin" or (site is None and origin == settings.origin)
        json = (kind or "").startswith("application/json")
        expected = {422, 404} if own and json else {415} if own else {403}
        assert answer.status_code in expected, (site, origin, kind)
    assert await schema.contents(db) == before


async def test_nothing_allows_other_origins(member: Person) -> None:
    for method in ("OPTIONS", "GET"):
        headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        answer = await member.http.request(method, "/api/me", headers=headers)
        assert not [name for name in answer.headers if name.startswith("access-control-")]


async def chunks(size: int) -> AsyncIterator[bytes]:
    """A body without a declared length."""
    for _ in range(0, size, 1000):
        yield b" " * 1000


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize(("url", "limit"), [("/api/reminders", 256_000), ("/api/sync", 1_000_000)])
async def test_a_body_may_have_256_kilobytes_and_a_batch_a_megabyte(
    member: Person, declared: bool, url: str, limit: int
) -> None:
    async def post(size: int) -> int:
        content = b" " * size if declared else chunks(size)
        answer = await member.http.post(url, content=content, headers=JSON)
        return answer.status_code

    assert await post(limit) == 400
    assert await post(limit + 1000) == 413


HOSTILE = [
    b"", b"{", b"null", b"[]", b"0", b'"x"', b"NaN", b"\xff\xfe", b'{"a": "\xc3\x28"}', b"\x00",
    b"[" * 100_000, b'{"a":' * 20_000, b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}",
    b'{"\\u0000": "\\u0000"}', b'{"a": "\\ud800"}', b'{"a": 1e400}', b'{"a": ' + b"9" * 5000 + b"}",
    b'{"__proto__": {}, "constructor": {}}',
]  # fmt: skip


@pytest.mark.parametrize(
    "route",
    [route for access in ACCESS for route in listed(access) if route.split(" ")[0] in BODIES],
)
async def test_no_body_is_a_defect(admin: Person, route: str) -> None:
    method, _, path = route.partition(" ")
    url = path.format(
        reminder_id=schema.ONE, subscription_id=schema.ONE, article_id=schema.ONE,
        report_id=schema.ONE, number=1, slug="sleep",
    )  # fmt: skip
    for body in HOSTILE:
        answer = await admin.http.request(method, url, content=body, headers=JSON)
        assert answer.status_code < 500, body[:40]


NUL = "a\x00b"
VALUES: list[Any] = [
    NUL,
    "\u202e",
    "x" * 100_000,
    -1,
    2**31,
    2**63,
    10**30,
    1.5,
    None,
    [],
    {},
    True,
]
FORMS: dict[str, dict[str, Any]] = {
    "POST /api/session": {"email": "a@example.org", "password": "x"},
    "POST /api/sign-up": {
        "token": "t" * 43, "email": "a@example.org", "password": "x", "zone": "UTC",
        "language": "en", "adult": True,
    },
    "POST /api/sync": {"device": str(schema.ONE), "cursor": 0, "ops": []},
    "POST /api/reminders": {"time": "09:00", "weekdays": 127, "zone": "UTC", "habitId": None},
    "POST /api/reminders/snooze": {"did": str(schema.ONE), "for": "hour"},
    "POST /api/push/shown": {"did": str(schema.ONE)},
    "PUT /api/push/subscription": {
        "endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "x", "auth": "y"},
        "label": "Phone",
    },
    "POST /api/admin/articles/preview": {"url": "https://192.168.0.1/"},
    "POST /api/admin/articles": {
        "url": "https://example.org/a", "topic": "habits", "title": "T", "summary": "S",
        "publisher": "P", "language": "en",
    },
    f"PATCH /api/admin/articles/{schema.ONE}": {
        "title": "T", "summary": "S", "keyPoints": ["K"], "cautions": ["C"], "sources": [],
        "evidenceLevel": "cohort", "evidenceNote": "E", "topic": "habits", "gate": "none",
        "minutes": 3, "reviewedOn": "2026-11-01", "url": "https://example.org/b",
    },
    f"POST /api/admin/articles/{schema.ONE}/return": {"note": "Why."},
    f"POST /api/admin/articles/{schema.ONE}/publish": {"note": "Why."},
    "POST /api/admin/articles/explain": {"age": 30, "search": "x", "tags_14d": {}},
}  # fmt: skip


@pytest.mark.parametrize("route", FORMS)
async def test_no_value_in_a_form_is_a_defect(admin: Person, route: str) -> None:
    method, _, url = route.partition(" ")
    for name, value in product(FORMS[route], VALUES):
        body = {**FORMS[route], name: value}
        answer = await admin.http.request(method, url, json=body)
        assert answer.status_code < 500, (name, str(value)[:20], answer.text)
    extra = await admin.http.request(method, url, json={**FORMS[route], "role": "admin"})
    assert extra.status_code == 422


@pytest.mark.parametrize(
    "url",
    [
        "/api/articles?search=%00", "/api/articles?search=" + "%25" * 3000, "/api/articles/%00",
        "/api/articles/%ff", "/api/invites/%00", "/api/invites/" + "x" * 5000,
        "/api/trends?days=-1", "/api/trends?days=99999999999999999999", "/api/trends?days=%00",
        "/api/trends?days=90&days=30", "/api/reminders/not-an-id", "/api/%2e%2e/%2e%2e/etc/passwd",
    ],
)  # fmt: skip
async def test_no_address_is_a_defect(member: Person, url: str) -> None:
    answer = await member.http.get(url)
    assert answer.status_code < 500, answer.text
    assert lacking(answer) == {}


async def test_a_body_that_stops_arriving_ends_the_request(
    app: Litestar, settings: Settings, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "BODY_IDLE_SECONDS", 0.05)

    async def stalled() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(30)

    answer = await member.http.post("/api/sync", content=stalled(), headers=JSON)
    assert answer.status_code == 408
    assert lacking(answer) == {}


def test_every_problem_is_a_problem_document() -> None:
    problem = errors.classify(ValueError("detail"))
    assert (problem.status, problem.code, "detail" in problem.detail) == (500, "error", False)
