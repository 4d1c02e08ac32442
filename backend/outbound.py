"""The one door to other hosts: every connection is checked at the address it really dials.

No other file imports an HTTP client (`tests/outbound/test_one_door.py` holds that).
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from backend.addresses import Network, PushHosts, is_public, is_within, networks

Code = Literal["blocked-address", "not-a-page", "fetch-failed", "too-large"]

MAX_PAGE_BYTES = 1_000_000
MAX_ANSWER_BYTES = 1_024
MAX_REDIRECTS = 4
PAGE_TIMEOUT_S = 15.0
PUSH_TIMEOUT_S = 10.0
_REDIRECTS = (301, 302, 303, 307, 308)
_WEB_PORTS = frozenset({80, 443})
_HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip", "User-Agent": "Everkeel"}
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


class OutboundError(Exception):
    """A request that was refused or failed; `code` says why, the text never names an address."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code: Code = code


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched HTML page: the address after redirects, its status and its decoded text."""

    url: str
    status: int
    html: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said: status, headers (case-insensitive) and at most 1 kB of body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


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

    def socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """A fresh socket for an address that passed; the last check before the first packet."""
        family, kind, protocol, _, address = info
        if family not in (socket.AF_INET, socket.AF_INET6):
            raise OutboundError("blocked-address")
        self.check(str(address[0]), int(address[1]))
        return socket.socket(family, kind, protocol)


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


def _session(
    guard: Guard, timeout: aiohttp.ClientTimeout, *, keep: bool, tls: ssl.SSLContext | None = None
) -> aiohttp.ClientSession:
    """A session without cookies or the environment's proxies; `keep` reuses connections."""
    connector = aiohttp.TCPConnector(
        resolver=_GuardedResolver(guard),
        socket_factory=guard.socket,
        use_dns_cache=keep,
        ttl_dns_cache=300,
        force_close=not keep,
        limit=256,
        ssl=tls or True,
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        trust_env=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=not keep,  # a push service's answer is only logged
        skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent", "Content-Type"),
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


async def _read_page(response: aiohttp.ClientResponse) -> Page:
    """The page of a final answer, cut off above 1 MB after decompression."""
    if response.status >= 300:
        raise OutboundError("fetch-failed")
    if response.content_type != "text/html":
        raise OutboundError("not-a-page")
    body = bytearray()
    async for chunk in response.content.iter_chunked(16_384):
        body += chunk
        if len(body) > MAX_PAGE_BYTES:
            raise OutboundError("too-large")
    html = _decode(bytes(body), response.charset)
    return Page(str(response.url), response.status, html, response.content_type)


def _decode(body: bytes, charset: str | None) -> str:
    """The text of a page by its declared character set, else UTF-8; never fails."""
    found = _META_CHARSET.search(body[:2_048])
    names = (charset, found and found[1].decode("ascii"), "utf-8")
    for name in filter(None, names):
        try:
            return body.decode(name, "replace")
        except (LookupError, ValueError):  # unknown names, and codecs that are not text
            continue
    return ""


async def _follow(session: aiohttp.ClientSession, url: URL, guard: Guard) -> Page:
    """The page behind at most four redirects, each address checked like the first."""
    for _ in range(MAX_REDIRECTS + 1):
        async with session.get(url, headers=_HEADERS, allow_redirects=False) as response:
            target = response.headers.get("Location")
            if response.status not in _REDIRECTS or target is None:
                return await _read_page(response)
            url = _page_url(str(url.join(URL(target))), guard)
    raise OutboundError("fetch-failed")


async def fetch_page(
    url: str, guard: Guard | None = None, timeout_s: float = PAGE_TIMEOUT_S
) -> Page:
    """The HTML page at a public address.

    Raises OutboundError with `blocked-address`, `not-a-page`, `fetch-failed` or `too-large`.
    """
    guard = guard or Guard()
    start = _page_url(url, guard)
    timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=5, sock_read=8)
    async with _session(guard, timeout, keep=False) as session:
        try:
            return await _follow(session, start, guard)
        except aiohttp.InvalidURL as error:
            raise OutboundError("blocked-address") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            raise OutboundError("fetch-failed") from error


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
        stand_ins = (URL(text) for text in hosts.stand_ins.values())
        loopback = frozenset((url.host or "", url.port or 0) for url in stand_ins)
        guard = replace(guard or Guard(), loopback=loopback)
        timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._open = partial(_session, guard, timeout, keep=True, tls=tls)
        self._session: aiohttp.ClientSession | None = None  # needs a running event loop

    async def post(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The push service's answer; raises OutboundError when there is none."""
        origin = self.hosts.origin(endpoint)
        if origin is None:
            raise OutboundError("blocked-address")
        url = URL(self.hosts.target(endpoint, origin), encoded=True)
        session = self._session = self._session or self._open()
        try:
            async with session.post(
                url, data=body, headers=headers, allow_redirects=False
            ) as response:
                said = await response.content.read(MAX_ANSWER_BYTES)
                return Answer(response.status, response.headers, said)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise OutboundError("fetch-failed") from error

    async def close(self) -> None:
        """End every kept connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None
