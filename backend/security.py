"""Who is asking, whether the request is ours, and the headers of every answer."""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend import errors
from backend.errors import Problem
from backend.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SESSION_SECONDS = 90 * 24 * 3600
BODY_IDLE_SECONDS = 10.0

PAGE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types sw svelte-trusted-html"
)
API_CSP = "default-src 'none'; frame-ancestors 'none'; sandbox"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
    ),
}
HSTS = "max-age=63072000; includeSubDomains"


class CurrentUser(msgspec.Struct, frozen=True):
    """The person behind a request."""

    id: UUID
    email: str
    role: str
    session_id: UUID


RawHeaders = list[tuple[bytes, bytes]]
FindSession = Callable[[str], Awaitable[CurrentUser | None]]


def new_token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of a token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def cookie_name(settings: Settings) -> str:
    """`__Host-session` where the origin is https, plain `session` on localhost."""
    return "__Host-session" if settings.secure else "session"


def session_cookie(settings: Settings, token: str) -> Cookie:
    """The sign-in cookie; an empty token deletes it."""
    return Cookie(
        key=cookie_name(settings),
        value=token,
        max_age=SESSION_SECONDS if token else 0,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def requires_admin(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: 403 for everybody but admins."""
    if connection.user.role != "admin":
        raise PermissionDeniedException("This is for admins.")


def current_user(request: Request[CurrentUser, Any, Any]) -> CurrentUser:
    """Dependency `user`: the signed-in person."""
    return request.user


def _cookie(scope: Scope, wanted: str) -> str:
    """A cookie's value; empty without it. Litestar's own reading costs ten times as much."""
    for header, line in scope["headers"]:
        if header == b"cookie":
            for pair in line.decode("latin-1").split(";"):
                name, _, value = pair.strip().partition("=")
                if name == wanted:
                    return value
    return ""


class Authentication(ASGIMiddleware):
    """Puts the session's person in the scope; 401 unless the route says `public`."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings, find_session: FindSession) -> None:
        self.cookie, self.find_session = cookie_name(settings), find_session

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        token = _cookie(scope, self.cookie)
        method = str(scope.get("method"))
        public = scope["route_handler"].opt.get("public", False)
        user = None
        if token and not (public and method in SAFE):
            user = await self.find_session(token)
        if user is None and not public:
            raise NotAuthorizedException("Please sign in.")
        scope["user"], scope["auth"] = user, None
        await next_app(scope, receive, send)


class SameOrigin(ASGIMiddleware):
    """Unsafe methods: only from our own pages (Fetch Metadata, else Origin), only JSON."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings) -> None:
        self.origin = settings.origin.encode()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope.get("method") not in SAFE:
            headers = dict(scope["headers"])
            self._check_source(headers)
            self._check_type(headers)
        await next_app(scope, receive, send)

    def _check_source(self, headers: dict[bytes, bytes]) -> None:
        site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
        own = site == b"same-origin" if site is not None else origin == self.origin
        if not own:
            raise PermissionDeniedException("This request did not come from Everkeel's own pages.")

    @staticmethod
    def _check_type(headers: dict[bytes, bytes]) -> None:
        has_body = headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if has_body and kind != b"application/json":
            raise Problem(415, "json-only", "Send JSON with Content-Type: application/json.")


class BodyTimeout(ASGIMiddleware):
    """Ends a request whose body stops arriving; nothing has touched the database by then."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        complete = False

        async def timed() -> Any:
            nonlocal complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout(BODY_IDLE_SECONDS):
                    message = await receive()
            except TimeoutError:
                raise Problem(408, "too-slow", "The request body stopped arriving.") from None
            complete = not message.get("more_body", False)
            return message

        await next_app(scope, timed, send)


def _raw(headers: dict[str, str]) -> RawHeaders:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _with(ours: RawHeaders, given: Iterable[tuple[bytes, bytes]]) -> RawHeaders:
    """Our headers in place of an answer's own; Cache-Control only where it has none."""
    replaced = {name for name, _ in ours}
    kept = [(name, value) for name, value in given if name.lower() not in replaced]
    if not any(name.lower() == b"cache-control" for name, _ in kept):
        kept.append((b"cache-control", b"no-store"))
    return [*kept, *ours]


def own_hosts(settings: Settings) -> frozenset[bytes]:
    """The Host headers that are ours: the origin's, and loopback names of the same port."""
    own = urlsplit(settings.origin).netloc
    local = (f"{name}:{settings.port}" for name in ("localhost", "127.0.0.1", "[::1]"))
    return frozenset(host.encode() for host in (own, *local))


class SecureHeaders:
    """Outermost ASGI wrapper: our own hosts alone, the security headers on every answer.

    HEAD is answered like GET, without the body.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app: Any = app
        self.hosts = own_hosts(settings)
        common = {
            **HEADERS,
            **({"Strict-Transport-Security": HSTS} if settings.secure else {}),
        }
        self.api = _raw({**common, "Content-Security-Policy": API_CSP})
        self.pages = _raw({**common, "Content-Security-Policy": PAGE_CSP})

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        api = f"{scope['path']}/".startswith("/api/")
        ours, bare = self.api if api else self.pages, scope["method"] == "HEAD"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with(ours, message["headers"])
            elif bare and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        asked = {value.lower() for name, value in scope["headers"] if name == b"host"}
        if not asked or asked - self.hosts:
            await _refuse_host(with_headers)
            return
        await self.app({**scope, "method": "GET"} if bare else scope, receive, with_headers)


async def _refuse_host(send: Send) -> None:
    """400: a name that is not ours may be somebody's trick with the domain name system."""
    text = "Everkeel has another address; its operator sets it as EVERKEEL_ORIGIN."
    body = msgspec.json.encode(errors.document(Problem(400, "wrong-host", text)))
    headers = _raw({"Content-Type": errors.MEDIA_TYPE, "Content-Length": str(len(body))})
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
