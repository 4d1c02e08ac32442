"""GET /metrics in Prometheus' text format: how reminders are doing, nothing about anybody."""

import hmac
from collections.abc import Awaitable, Callable, Collection, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from backend.errors import Problem
from backend.settings import Settings

SECONDS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 10_800)
OTHER = "other"
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")

Backlog = Callable[[], Awaitable[tuple[int, int]]]
Ages = Callable[[], Mapping[str, float]]


class Metrics:
    """What this process has counted; push services that everybody knows are told apart."""

    def __init__(self, known_hosts: Collection[str]) -> None:
        """`known_hosts` are names, or `*.` and a suffix."""
        self._known = tuple(known_hosts)
        self.registry = where = CollectorRegistry()
        self._due = Gauge("everkeel_deliveries_due", "Due and not yet done", registry=where)
        self._late = Gauge("everkeel_deliveries_late", "Due for over a minute", registry=where)
        self._age = Gauge(
            "everkeel_tick_age_seconds", "Since a tick succeeded", ["tick"], registry=where
        )
        self._sent = Counter(
            "everkeel_pushes_sent", "Taken by a push service", ["origin"], registry=where
        )
        self._failed = Counter(
            "everkeel_pushes_failed", "Not taken by it", ["origin", "why"], registry=where
        )
        self._lateness = Histogram(
            "everkeel_delivery_lateness_seconds", "From due to sent",
            buckets=SECONDS, registry=where,
        )  # fmt: skip

    def pushed(self, origin: str, verdict: str) -> None:
        """Counts one answer of a push service; `verdict` is `sent` or why not."""
        name = self._name(origin)
        if verdict == "sent":
            self._sent.labels(name).inc()
        else:
            self._failed.labels(name, verdict).inc()

    def delivered(self, late_ms: int) -> None:
        """Notes how late a delivery was."""
        self._lateness.observe(max(0, late_ms) / 1_000)

    def text(self, backlog: tuple[int, int], ages: Mapping[str, float]) -> bytes:
        """Everything in the text format; `backlog` is (due, late)."""
        self._due.set(backlog[0])
        self._late.set(backlog[1])
        for tick, age in ages.items():
            self._age.labels(tick).set(round(age, 3))
        return generate_latest(self.registry)

    def _name(self, origin: str) -> str:
        """The push service's host; `other` for those of the operator: they could name people."""
        host = origin.removeprefix("https://")
        for known in self._known:
            if host == known or (known.startswith("*.") and host.endswith(known[1:])):
                return known
        return OTHER


def route(settings: Settings, metrics: Metrics, backlog: Backlog, ages: Ages) -> HTTPRouteHandler:
    """The handler, for who has the token or, without a token, for this machine alone."""

    @get("/metrics", opt={"public": True}, include_in_schema=False)
    async def scrape(request: Request[Any, Any, Any]) -> Response[bytes]:
        _require_allowed(request, settings.metrics_token)
        content = metrics.text(await backlog(), ages())
        return Response(content, media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return scrape


def _require_allowed(request: Request[Any, Any, Any], token: str) -> None:
    """Raise 401 without the right token, or 403 for another machine where there is no token."""
    if token:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {token}".encode()):
            raise Problem(401, "not-signed-in", "This needs the token of EVERKEEL_METRICS_TOKEN.")
    elif not _is_local(request):
        raise Problem(403, "forbidden", "Without a token this answers its own machine alone.")


def _is_local(request: Request[Any, Any, Any]) -> bool:
    """True for a client on this machine that is no proxy for another one."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    try:
        peer = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    return peer.is_loopback and host in _LOOPBACK_NAMES
