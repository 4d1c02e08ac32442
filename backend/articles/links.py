"""What a look at a linked page says about the link, and when to look again (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.articles.links_fingerprint import differs

LinkStatus = Literal["ok", "redirected", "changed", "dead", "refused", "unsure"]

DAY_MS = 86_400_000
NIGHT_FROM_MS, NIGHT_LENGTH_MS = 2 * 3_600_000, 3 * 3_600_000
LEAST_PAUSE_MS = DAY_MS // 2
LONGEST_PAUSE_NIGHTS = 30
SILENT_UNTIL_DEAD = 3
GONE = frozenset({404, 410})
# The site answers, but not to a programme: whether a reader gets in, nobody can tell from here.
CLOSED = frozenset({401, 402, 403, 405, 406, 429, 451})
# Addresses made to lead elsewhere: they stay while the page behind them moves.
RESOLVERS = frozenset({
    "doi.org", "dx.doi.org", "hdl.handle.net", "purl.org", "w3id.org", "n2t.net",
    "identifiers.org", "perma.cc",
})  # fmt: skip
# What an admin must look at.
TROUBLED: frozenset[LinkStatus] = frozenset({"dead", "changed", "redirected"})


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of an article's link; `content_hash` is of the page as an admin knew it."""

    status: LinkStatus
    http_status: int | None
    final_url: str
    content_hash: str
    failures: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found; without `http_status` nothing answered at all."""

    http_status: int | None
    final_url: str = ""
    same_page: bool = True
    content_hash: str = ""


def judged(known: Link | None, seen: Seen, *, by_hand: bool, online: bool) -> Link:
    """The link after a look.

    A look by hand takes the page as it is now for known. While no site at all has answered
    (`online` is false) the fault may be ours, so silence makes no link dead.
    """
    if seen.http_status is not None and 200 <= seen.http_status < 300:
        return _answered(known, seen, by_hand=by_hand)
    status = _failed(known, seen.http_status, online=online)
    return Link(
        status,
        seen.http_status,
        seen.final_url,
        known.content_hash if known else "",
        _failures(known, status),
    )


def _answered(known: Link | None, seen: Seen, *, by_hand: bool) -> Link:
    before = known.content_hash if known else ""
    changed = not by_hand and differs(before, seen.content_hash)
    status: LinkStatus = "changed" if changed else "ok"
    keep = changed or not seen.content_hash or (bool(before) and not by_hand)
    return Link(
        status if seen.same_page else "redirected",
        seen.http_status,
        seen.final_url,
        before if keep else seen.content_hash,
        0,
    )


_ALIKE: Mapping[LinkStatus, frozenset[LinkStatus]] = {
    "dead": frozenset({"dead", "unsure"}),
    "unsure": frozenset({"dead", "unsure"}),
    "refused": frozenset({"refused"}),
}


def _failures(known: Link | None, status: LinkStatus) -> int:
    """How often in a row the link has failed like this."""
    return known.failures + 1 if known and known.status in _ALIKE[status] else 1


def _failed(known: Link | None, http_status: int | None, *, online: bool) -> LinkStatus:
    if http_status in GONE:
        return "dead"
    if http_status in CLOSED:
        return "refused"
    sure = online or http_status is not None
    return "dead" if sure and _failures(known, "unsure") >= SILENT_UNTIL_DEAD else "unsure"


def next_check(link: Link, article_id: UUID, now: int) -> int:
    """When to look again (ms): in a coming night, at this article's own minute of it.

    What is dead or refused waits twice as long each time, up to thirty nights.
    """
    pause = 1
    if link.status in ("dead", "refused"):
        pause = min(2 ** min(link.failures, 5), LONGEST_PAUSE_NIGHTS)
    minute = NIGHT_FROM_MS + article_id.int % NIGHT_LENGTH_MS
    nights = (now // DAY_MS * DAY_MS + minute + n * DAY_MS for n in range(3))
    first = next(night for night in nights if night >= now + LEAST_PAUSE_MS)
    return first + (pause - 1) * DAY_MS
