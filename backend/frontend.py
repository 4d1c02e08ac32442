"""Serves the built PWA: hashed files for ever, the shell fresh, every app route the shell.

The build leaves the brotli form of each text file beside it, as name.br.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from backend.errors import not_found

HASHED = "assets/"
FOREVER = "public, max-age=31536000, immutable"
FRESH = "no-cache"
PACKED = ".br"
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}


class FrontendMissing(RuntimeError):
    """The PWA has not been built; the text says how."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A built file, ready to send."""

    content: bytes
    packed: bytes | None
    media_type: str
    etag: str
    cache: str


def folder() -> Path:
    """Where the built PWA lies: inside the installed package, or in the checkout."""
    here = Path(__file__).parent
    for place in (here / "static", here.parent / "frontend" / "dist"):
        if (place / "index.html").is_file():
            return place
    raise FrontendMissing("The app is not built; run: uv sync --reinstall-package everkeel")


def load(place: Path) -> dict[str, Asset]:
    """Every file of the built PWA by its path."""
    return {
        path.relative_to(place).as_posix(): _asset(path, path.relative_to(place).as_posix())
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.suffix != PACKED
    }


def _asset(path: Path, name: str) -> Asset:
    content = path.read_bytes()
    guessed = TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    digest = hashlib.sha256(content).hexdigest()[:20]
    packed = path.with_name(path.name + PACKED)
    small = packed.read_bytes() if packed.is_file() else None
    cache = FOREVER if name.startswith(HASHED) else FRESH
    return Asset(content, small, guessed, f'"{digest}"', cache)


def answer(request: Request[Any, Any, Any], asset: Asset) -> Response[bytes]:
    """The file, brotli where it helps, 304 where the browser has it."""
    headers = {"ETag": asset.etag, "Cache-Control": asset.cache}
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=asset.media_type)
    content = asset.content
    if asset.packed:
        headers["Vary"] = "Accept-Encoding"
        if "br" in request.headers.get("accept-encoding", ""):
            content, headers["Content-Encoding"] = asset.packed, "br"
    return Response(content, headers=headers, media_type=asset.media_type)


def routes(place: Path) -> list[HTTPRouteHandler]:
    """The handler of everything outside /api: a built file, or the shell for a route of the app."""
    assets = load(place)

    @get(
        ["/", "/{path:path}"],
        opt={"public": True, "is_file": True},
        include_in_schema=False,
        sync_to_thread=False,
    )
    def page(request: Request[Any, Any, Any], path: FromPath[Path] = Path("/")) -> Response[bytes]:
        name = path.as_posix().lstrip("/")
        if found := assets.get(name):
            return answer(request, found)
        if name.startswith("api/") or "." in name.rsplit("/", 1)[-1]:
            raise not_found()
        return answer(request, assets["index.html"])

    return [page]
