"""The one door to other hosts: every connection is checked at the address it really dials.

No other file imports an HTTP client (`tests/outbound/test_one_door.py` holds that).
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from backend.addresses import Network, PushHosts, is_address, is_public, is_within, networks
from backend.charsets import decode
from backend.keepalive import Pool, Reply, Target

Code = Literal["blocked-address", "not-a-page", "fetch-failed", "too-large"]

HTML = "text/html"
MAX_PAGE_BYTES = 1_000_000
MAX_REDIRECTS = 4
PAGE_TIMEOUT_S = 15.0
PUSH_TIMEOUT_S = 10.0
_REDIRECTS = (301, 302, 303, 307, 308)
_WEB_PORTS = frozenset({80, 443})
_HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip", "User-Agent": "Everkeel"}


class OutboundError(Exception):
    """A request that was refused or failed; `code` says why, the text never names an address."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code: Code = code


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page: the address after redirects, its status and its text, if it is HTML."""

    url: str
    status: int
    html: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides which addresses may be dialled: public ones, and what the operator allows."""

    allow: tuple[Network, ...] = ()
    loopback: frozenset[tuple[str, int]] = frozenset()
    resolver: AbstractResolver | None = None

    @classmethod
    def of(cls, allow_cidrs: tuple[str, ...]) -> Self:
        """A guard that also lets through the networks of the setting `outbound_allow_cidrs`."""
        return cls(allow=networks(allow_cidrs))

    def check(self, host: str, port: int) -> None:
        """Raise `blocked-address` unless this address and port may be dialled."""
        if (host, port) in self.loopback or is_within(host, self.allow):
            return
        if port not in _WEB_PORTS or not is_public(host):
            raise OutboundError("blocked-address")

    def new_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """A fresh socket for an address that passed; the last check before the first packet."""
        family, kind, protocol, _, address = info
        if family not in (socket.AF_INET, socket.AF_INET6):
            raise OutboundError("blocked-address")
        self.check(str(address[0]), int(address[1]))
        return socket.socket(family, kind, protocol)

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Every address of a name, IPv4 first: it works where IPv6 is half set up."""
        found = await _GuardedResolver(self).resolve(host, port, socket.AF_UNSPEC)
        return sorted((result["host"] for result in found), key=lambda address: ":" in address)

    async def dial(self, host: str, port: int) -> socket.socket:
        """A connected socket to a name or address; raises OSError when nothing answers."""
        last: OSError = OSError("the name has no address")
        for address in [host] if is_address(host) else await self._addresses(host, port):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sock = self.new_socket((family, socket.SOCK_STREAM, 0, "", (address, port)))
            try:
                sock.setblocking(False)
                await asyncio.get_running_loop().sock_connect(sock, (address, port))
            except BaseException as error:
                sock.close()
                if not isinstance(error, OSError):
                    raise
                last = error
            else:
                return sock
        raise last


class _GuardedResolver(AbstractResolver):
    """Looks a name up and refuses it when any of its addresses is refused."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = guard.resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Every address of the name, all of them allowed."""
        async with asyncio.timeout(5):
            found = await self._inner.resolve(host, port, family)
        for result in found:
            self._guard.check(result["host"], port)
        return found

    async def close(self) -> None:
        """Release the inner resolver."""
        await self._inner.close()


def _page_session(guard: Guard, timeout_s: float) -> aiohttp.ClientSession:
    """A session for one page: no cookies, no proxies of the environment, no kept connections."""
    connector = aiohttp.TCPConnector(
        resolver=_GuardedResolver(guard),
        socket_factory=guard.new_socket,
        use_dns_cache=False,
        force_close=True,
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=timeout_s, sock_connect=5, sock_read=8),
        trust_env=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=_HEADERS,
    )


def _page_url(text: str, guard: Guard) -> URL:
    """The parsed address of a page, or `blocked-address` for any other kind of address."""
    try:
        url = URL(text)
    except ValueError as error:
        raise OutboundError("blocked-address") from error
    if url.scheme not in ("http", "https") or not url.host or url.user or url.password:
        raise OutboundError("blocked-address")
    if url.port not in _WEB_PORTS and not guard.allow:
        raise OutboundError("blocked-address")
    return url


async def _read_html(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(16_384):
        body += chunk
        if len(body) > MAX_PAGE_BYTES:
            raise OutboundError("too-large")
    return bytes(body)


async def _read_page(response: aiohttp.ClientResponse) -> Page:
    """The page of a final answer, cut off above 1 MB after decompression; no text but HTML's."""
    body = await _read_html(response) if response.content_type == HTML else b""
    text = decode(body, response.charset)
    return Page(str(response.url), response.status, text, response.content_type)


async def _follow(session: aiohttp.ClientSession, url: URL, guard: Guard) -> Page:
    """The page behind at most four redirects, each address checked like the first."""
    for _ in range(MAX_REDIRECTS + 1):
        async with session.get(url, allow_redirects=False) as response:
            target = response.headers.get("Location")
            if response.status not in _REDIRECTS or target is None:
                return await _read_page(response)
            url = _page_url(str(url.join(URL(target))), guard)
    raise OutboundError("fetch-failed")


async def visit(url: str, guard: Guard | None = None, timeout_s: float = PAGE_TIMEOUT_S) -> Page:
    """What a public address answers, whatever the status; only HTML has a text.

    Raises OutboundError with `blocked-address`, `fetch-failed` or `too-large`.
    """
    guard = guard or Guard()
    start = _page_url(url, guard)
    async with _page_session(guard, timeout_s) as session:
        try:
            return await _follow(session, start, guard)
        except aiohttp.InvalidURL as error:
            raise OutboundError("blocked-address") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            raise OutboundError("fetch-failed") from error


async def fetch_page(
    url: str, guard: Guard | None = None, timeout_s: float = PAGE_TIMEOUT_S
) -> Page:
    """The HTML page at a public address; raises OutboundError, also `not-a-page`."""
    page = await visit(url, guard, timeout_s)
    if page.status >= 300:
        raise OutboundError("fetch-failed")
    if page.content_type != HTML:
        raise OutboundError("not-a-page")
    return page


class PushSender:
    """Posts messages to push services over kept connections; never follows a redirect."""

    def __init__(
        self,
        hosts: PushHosts,
        guard: Guard | None = None,
        *,
        timeout_s: float = PUSH_TIMEOUT_S,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Connections open with the first message; `close` ends them."""
        self.hosts = hosts
        self._stand_ins = {host: _target(url) for host, url in hosts.stand_ins.items()}
        loopback = frozenset((found.host, found.port) for found in self._stand_ins.values())
        self._pool = Pool(replace(guard or Guard(), loopback=loopback).dial, timeout_s, tls)

    async def post(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """The push service's answer; raises OutboundError when there is none."""
        origin = self.hosts.origin(endpoint)
        if origin is None:
            raise OutboundError("blocked-address")
        host, path = origin.removeprefix("https://"), endpoint.removeprefix(origin)
        target = self._stand_ins.get(host) or Target(host, 443, True)
        try:
            return await self._pool.post(target, path, {"Host": host, **headers}, body)
        except OSError as error:  # TimeoutError and SSLError are
            raise OutboundError("fetch-failed") from error

    def close(self) -> None:
        """End every kept connection."""
        self._pool.close()


def _target(url: str) -> Target:
    parts = URL(url)
    return Target(parts.host or "", parts.port or 0, parts.scheme == "https")
