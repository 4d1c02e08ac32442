"""Fetching a page by an address that somebody else chose."""

import time
from collections.abc import AsyncIterator

import pytest

from backend.outbound import Guard, OutboundError, fetch_page, visit
from tests.outbound.web import PUBLIC, Names, Web, serving

LOOPBACK = ["127.0.0.1"]


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with serving() as running:
        yield running


def _names() -> Names:
    return Names(
        lo_test=[LOOPBACK],
        multi_test=[[PUBLIC, "127.0.0.1"]],
        meta_test=[["169.254.169.254"]],
        ok_test=[LOOPBACK],
    )


def _open(web: Web) -> Guard:
    """A guard of an operator who allows exactly this machine."""
    guard = Guard.of(("127.0.0.1/32",))
    return Guard(guard.allow, resolver=_names())


async def _code(url: str, guard: Guard | None = None, timeout_s: float = 5) -> str:
    with pytest.raises(OutboundError) as caught:
        await fetch_page(url, guard or Guard(resolver=_names()), timeout_s)
    return caught.value.code


ATTACKS = [
    "http://127.0.0.1{port}/page",
    "http://[::1]{port}/page",
    "http://[::ffff:127.0.0.1]{port}/page",
    "http://[::ffff:7f00:1]{port}/page",
    "http://[64:ff9b::7f00:1]{port}/page",
    "http://2130706433{port}/page",
    "http://0x7f.1{port}/page",
    "http://0177.0.0.1{port}/page",
    "http://127.1{port}/page",
    "http://0{port}/page",
    "http://localhost{port}/page",
    "http://lo.test{port}/page",
    "http://multi.test{port}/page",
    "http://meta.test/latest/meta-data",
    "http://169.254.169.254/latest/meta-data",
    "http://168.63.129.16/machine",
    "http://127。0。0。1{port}/page",
    "http://①②⑦.0.0.1{port}/page",
    "http://user:secret@example.org/",
    "http://example.org@127.0.0.1{port}/page",
    "http://example.org:22/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://127.0.0.1/",
    "javascript:alert(1)",
    "//127.0.0.1/page",
    "http://",
    "http://[",
    "",
]


@pytest.mark.parametrize("attack", ATTACKS)
async def test_an_attack_reaches_nothing(web: Web, attack: str) -> None:
    for port in (f":{web.port}", ""):
        assert await _code(attack.format(port=port)) in ("blocked-address", "fetch-failed")
    assert web.hits == []


async def test_a_name_with_one_private_address_is_not_dialled_at_all(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialled: list[object] = []
    monkeypatch.setattr(Guard, "new_socket", lambda _, info: dialled.append(info))
    assert await _code("http://multi.test/page") == "blocked-address"
    assert dialled == []


async def test_a_name_that_changes_its_address_is_stopped_at_the_socket(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the resolver's check saw a public address, the dial would go to loopback."""
    names = Names(rebind_test=[LOOPBACK])
    monkeypatch.setattr("backend.outbound._GuardedResolver", lambda _: names)
    allow_ports = Guard.of(("10.99.0.0/16",))  # an operator's network, so any port is tried
    assert await _code(f"http://rebind.test:{web.port}/page", allow_ports) == "blocked-address"
    assert web.hits == []


REDIRECTS = [
    "http://169.254.169.254/",
    "http://[::ffff:10.0.0.1]/",
    "http://meta.test/",
    "file:///etc/passwd",
    "http://user:secret@ok.test/",
    "gopher://127.0.0.1/",
]


@pytest.mark.parametrize("target", REDIRECTS)
async def test_a_redirect_is_checked_like_the_first_address(web: Web, target: str) -> None:
    url = f"http://ok.test:{web.port}/to?{target}"
    assert await _code(url, _open(web)) == "blocked-address"
    assert len(web.hits) == 1


async def test_it_gives_up_after_four_redirects(web: Web) -> None:
    assert await _code(f"http://ok.test:{web.port}/loop", _open(web)) == "fetch-failed"
    assert web.hits == ["/loop"] * 5


async def test_a_page_comes_back_decoded(web: Web) -> None:
    page = await fetch_page(f"http://ok.test:{web.port}/page", _open(web))
    assert (page.status, page.content_type) == (200, "text/html")
    assert page.html == "<title>Grüße</title>"


async def test_the_address_after_redirects_is_the_pages(web: Web) -> None:
    page = await fetch_page(f"http://ok.test:{web.port}/to?/page", _open(web))
    assert page.url == f"http://ok.test:{web.port}/page"


async def test_a_charset_in_the_page_counts(web: Web) -> None:
    page = await fetch_page(f"http://ok.test:{web.port}/latin", _open(web))
    assert page.html.endswith("Grüße")


async def test_a_charset_that_is_no_text_is_passed_by(web: Web) -> None:
    page = await fetch_page(f"http://ok.test:{web.port}/strange", _open(web))
    assert page.html == "plain"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/pdf", "not-a-page"),
        ("/gone", "fetch-failed"),
        ("/reset", "fetch-failed"),
        ("/endless", "too-large"),
        ("/bomb", "too-large"),
    ],
)
async def test_a_bad_answer_has_a_code(web: Web, path: str, code: str) -> None:
    assert await _code(f"http://ok.test:{web.port}{path}", _open(web)) == code


@pytest.mark.parametrize("path", ["/drip", "/hang"])
async def test_a_slow_host_is_cut_off(web: Web, path: str) -> None:
    started = time.monotonic()
    assert await _code(f"http://ok.test:{web.port}{path}", _open(web), 0.3) == "fetch-failed"
    assert time.monotonic() - started < 2


async def test_an_unknown_name_fails(web: Web) -> None:
    assert await _code("http://nowhere.test/") == "fetch-failed"


def test_an_error_names_no_address() -> None:
    assert str(OutboundError("blocked-address")) == "blocked-address"


@pytest.mark.parametrize(
    ("path", "status", "kind", "text"),
    [
        ("/page", 200, "text/html", "<title>Grüße</title>"),
        ("/to?/gone", 404, "text/html", "gone"),
        ("/pdf", 200, "application/pdf", ""),
    ],
)
async def test_a_visit_tells_what_a_host_answers(
    web: Web, path: str, status: int, kind: str, text: str
) -> None:
    page = await visit(f"http://ok.test:{web.port}{path}", _open(web))
    assert (page.status, page.content_type, page.html) == (status, kind, text)
    assert page.url.endswith(path.removeprefix("/to?"))


@pytest.mark.parametrize(
    ("path", "code"),
    [("/loop", "fetch-failed"), ("/reset", "fetch-failed"), ("/bomb", "too-large")],
)
async def test_a_visit_ends_like_a_fetch(web: Web, path: str, code: str) -> None:
    with pytest.raises(OutboundError) as caught:
        await visit(f"http://ok.test:{web.port}{path}", _open(web))
    assert caught.value.code == code


async def test_a_visit_reaches_nothing_private(web: Web) -> None:
    for url in (f"http://127.0.0.1:{web.port}/page", "http://meta.test/latest"):
        with pytest.raises(OutboundError) as caught:
            await visit(url, Guard(resolver=_names()))
        assert caught.value.code == "blocked-address"
    assert web.hits == []
