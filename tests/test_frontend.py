"""The built app as the server sends it: fresh shell, files for ever, small, nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path

import brotli
import httpx
import pytest

from backend import frontend, security
from backend.app import create_app
from backend.settings import Settings
from tests.conftest import browser

SHELL = "<!doctype html><title>Everkeel</title>" + "<p>shell</p>" * 100
SCRIPT = "console.log('a long enough script');" * 50
FILES = {
    "index.html": SHELL,
    "sw.js": SCRIPT,
    "manifest.webmanifest": "{}",
    "icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "badge.png": "png",
    "assets/app-1a2b.js": SCRIPT,
    "assets/app-1a2b.css": "p{color:red}",
}


@pytest.fixture
async def http(settings: Settings, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on an app with a small built front end."""
    for name, text in FILES.items():
        path = tmp_path / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    packed = tmp_path / "dist" / "assets" / "app-1a2b.js.br"
    packed.write_bytes(brotli.compress(SCRIPT.encode()))
    app = create_app(settings, static=tmp_path / "dist", jobs=())
    async with browser(app, settings) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/", "/trends", "/library/sleep-basics", "/join", "/habits/0190", "/help/", "/a/b/c"]
)
async def test_every_address_of_the_app_is_the_shell(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.text) == (200, SHELL)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/missing.js", "/assets/app-0000.js", "/assets/app-1a2b.js.br", "/assets/none.css",
        "/api/none", "/api/", "/.env", "/a/.git", "/../../etc/passwd.txt",
        "/%2e%2e/%2e%2e/etc/hosts.txt",
    ],
)  # fmt: skip
async def test_a_missing_file_is_404_and_never_the_shell(
    http: httpx.AsyncClient, path: str
) -> None:
    answer = await http.get(path)
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:everkeel:not-found"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("/assets/app-1a2b.js", "text/javascript", frontend.FOREVER),
        ("/assets/app-1a2b.css", "text/css", frontend.FOREVER),
        ("/sw.js", "text/javascript", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/icon.svg", "image/svg+xml", "no-cache"),
        ("/badge.png", "image/png", "no-cache"),
    ],
)
async def test_files_have_their_type_and_their_life(
    http: httpx.AsyncClient, path: str, kind: str, cache: str
) -> None:
    answer = await http.get(path)
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert answer.headers["cache-control"] == cache
    assert answer.text == FILES[path.lstrip("/")]


async def test_what_the_browser_has_is_not_sent_again(http: httpx.AsyncClient) -> None:
    first = await http.get("/sw.js")
    again = await http.get("/sw.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["content-security-policy"] == security.PAGE_CSP
    other = await http.get("/sw.js", headers={"If-None-Match": '"else"'})
    assert (other.status_code, other.text) == (200, SCRIPT)


async def test_text_is_sent_as_brotli_to_whoever_takes_it(http: httpx.AsyncClient) -> None:
    request = http.build_request("GET", "/assets/app-1a2b.js", headers={"Accept-Encoding": "br"})
    answer = await http.send(request, stream=True)
    raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "br"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert brotli.decompress(raw).decode() == SCRIPT
    assert len(raw) < len(SCRIPT) / 5
    plain = await http.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    small = await http.get("/assets/app-1a2b.css", headers={"Accept-Encoding": "br"})
    assert "content-encoding" not in small.headers


async def test_pages_carry_the_strict_policy(http: httpx.AsyncClient) -> None:
    for path in ("/", "/assets/app-1a2b.js", "/none.js"):
        headers = (await http.get(path)).headers
        assert headers["content-security-policy"] == security.PAGE_CSP
        assert {name: headers[name] for name in security.HEADERS} == security.HEADERS
    assert "unsafe" not in security.PAGE_CSP
    assert "http" not in security.PAGE_CSP


async def test_pages_are_only_read(http: httpx.AsyncClient) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert (await http.request(method, "/trends", json={})).status_code == 405


def test_a_missing_build_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontend, "__file__", str(tmp_path / "backend" / "frontend.py"))
    with pytest.raises(frontend.FrontendMissing, match="uv sync"):
        frontend.folder()
