"""Looks at linked pages: each night at those that are due, at once when an admin asks."""

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, outbound
from backend.accounts import service as accounts
from backend.articles import audit, links, links_queries, metadata, queries, review_views
from backend.articles.links import Link, Seen
from backend.articles.links_fingerprint import fingerprint
from backend.articles.links_queries import StoredLink, Target
from backend.articles.review_views import AdminArticle
from backend.errors import not_found
from backend.outbound import Guard, OutboundError
from backend.settings import Settings

log = logging.getLogger("everkeel.articles")

HOSTS_AT_ONCE = 4
MOST_LOOKS = 40
LEASE_MS = 3_600_000
ONLINE_MS = 2 * links.DAY_MS
LOOKS, LOOKS_SECONDS = 30, 600


async def check_due(guard: Guard) -> int:
    """How many links were looked at: of those that are due one of each host, a few at a time.

    The others of a host wait for the next run. A look that a dead process began is due again
    after an hour.
    """
    db, now = database.connection(), clock.now_ms()
    chosen = one_per_host(await links_queries.due(db, now))
    mine = [t for t in chosen if await links_queries.claim(db, t.article_id, now, now + LEASE_MS)]
    await _keep(db, mine, await _look_at(mine, guard), by_hand=False)
    return len(mine)


def one_per_host(targets: Sequence[Target]) -> list[Target]:
    """The first target of each host, as many as one run takes."""
    first: dict[str, Target] = {}
    for target in targets:
        first.setdefault(metadata.host(target.url), target)
    return list(first.values())[:MOST_LOOKS]


async def check_now(article_id: UUID, me: UUID, settings: Settings) -> AdminArticle:
    """The article after a look at its page, which counts as known from now on; 404, 429."""
    db = database.connection()
    if (article := await queries.by_id(db, article_id)) is None:
        raise not_found("There is no such article.")
    await accounts.take_turn(me, "check-link", LOOKS, LOOKS_SECONDS)
    target = Target(article.id, article.url, article.url_key)
    seen = await _look(target, Guard.of(settings.outbound_allow_cidrs))
    link = (await _keep(db, [target], [seen], by_hand=True))[0]
    await audit.record(
        db, me, "link.checked", audit.article(article_id),
        {"slug": article.slug, "status": link.status},
    )  # fmt: skip
    return await review_views.one(article, me)


async def _look_at(targets: Sequence[Target], guard: Guard) -> list[Seen]:
    few = asyncio.Semaphore(HOSTS_AT_ONCE)

    async def look(target: Target) -> Seen:
        async with few:
            try:
                return await _look(target, guard)
            except Exception:  # one page that nobody foresaw must not end the others' night
                log.exception("The link of article %s cannot be looked at", target.article_id)
                return Seen(None)

    return await asyncio.gather(*(look(target) for target in targets))


async def _look(target: Target, guard: Guard) -> Seen:
    try:
        page = await outbound.visit(target.url, guard)
    except OutboundError as error:
        # A page of more than a megabyte is there, whatever is in it.
        return Seen(200, target.url) if error.code == "too-large" else Seen(None)
    return Seen(
        page.status,
        page.url,
        _is_same(page.url, target),
        fingerprint(metadata.page_text(page.html)) if page.status < 300 else "",
    )


def _is_same(url: str, target: Target) -> bool:
    if metadata.host(target.url) in links.RESOLVERS:
        return True
    try:
        return metadata.url_key(metadata.canonical_url(url)) == target.url_key
    except metadata.NotAnAddress:
        return False


async def _keep(
    db: BaseDBAsyncClient, targets: Sequence[Target], looks: Sequence[Seen], *, by_hand: bool
) -> list[Link]:
    """Judges and stores what was seen."""
    now, known = clock.now_ms(), await links_queries.known(db)
    online = any(seen.http_status for seen in looks) or await links_queries.answered_since(
        db, now - ONLINE_MS
    )
    judged = [
        links.judged(_link(known.get(target.article_id)), seen, by_hand=by_hand, online=online)
        for target, seen in zip(targets, looks, strict=True)
    ]
    for target, link in zip(targets, judged, strict=True):
        next_check = links.next_check(link, target.article_id, now)
        await links_queries.save(db, target, link, now, next_check)
    return judged


def _link(stored: StoredLink | None) -> Link | None:
    return stored.link if stored else None
