"""The health of links: each night, one page of a host at a time, through the guarded door."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from backend.articles import jobs, links_service, metadata
from backend.articles.links_queries import Target
from backend.database import rows
from backend.outbound import Guard
from backend.settings import Settings
from tests.articles.desk import (
    BASE,
    audit,
    complete,
    edit,
    good,
    listed,
    problem,
    published,
    queue,
    step,
)  # fmt: skip
from tests.articles.site import CALM, ENDLESS_BYTES, STORM, Answer, Site
from tests.support import Person, dump

OPEN = Guard.of(("127.0.0.0/8",))
MOVED = Answer("301 Moved Permanently", "", location="/new")
GONE = Answer("410 Gone", "gone")


@pytest.fixture
def settings(open_settings: Settings) -> Settings:
    """Settings of an operator whose links may point to loopback."""
    return open_settings


async def night(db: BaseDBAsyncClient, guard: Guard = OPEN) -> int:
    """How many links the next night looks at."""
    await rows(db, "UPDATE article_links SET next_check_at = 0")
    return await links_service.check_due(guard)


async def link_of(admin: Person, article: dict[str, Any]) -> dict[str, Any]:
    """The article's link as admins see it."""
    found: dict[str, Any] = (await listed(admin, article))["link"]
    return found


async def status_of(admin: Person, article: dict[str, Any]) -> str:
    return str((await link_of(admin, article))["status"])


async def check(admin: Person, article: dict[str, Any]) -> dict[str, Any]:
    """The link after an admin asked for a look."""
    found: dict[str, Any] = good(await step(admin, "check-link", article))["link"]
    return found


async def test_only_what_readers_see_is_looked_at(
    admin: Person, db: BaseDBAsyncClient, site: Site
) -> None:
    await complete(admin, url=site.put("/draft"))
    article = await published(admin, url=site.put("/read"))
    assert article["link"] is None
    before = clock.now_ms()
    await jobs.check_links(OPEN)
    assert site.hits == ["/read"]
    link = await link_of(admin, article)
    assert link.pop("checkedAt") >= before
    assert link == {"status": "ok", "httpStatus": 200, "finalUrl": f"{site.origin}/read"}
    due = (await dump(db, "article_links"))[0]["next_check_at"]
    assert 0.5 <= (due - before) / 86_400_000 < 1.6


async def test_a_host_is_asked_for_one_page_at_a_time(
    admin: Person, site: Site, other_site: Site
) -> None:
    for n in range(3):
        await published(admin, url=site.put(f"/{n}"))
    await published(admin, url=other_site.put("/"))
    assert [await links_service.check_due(OPEN) for _ in range(4)] == [2, 1, 1, 0]
    assert sorted(site.hits) == ["/0", "/1", "/2"]
    assert other_site.hits == ["/"]


async def test_no_two_processes_look_at_the_same_page(admin: Person, site: Site) -> None:
    await published(admin, url=site.put("/"))
    looks = await asyncio.gather(*(links_service.check_due(OPEN) for _ in range(5)))
    assert sorted(looks) == [0, 0, 0, 0, 1]
    assert site.hits == ["/"]


async def test_a_look_that_a_dead_process_began_is_due_again(
    admin: Person, db: BaseDBAsyncClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = await published(admin, url=site.put("/"))

    async def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(links_service, "_look_at", killed)
        with pytest.raises(KeyboardInterrupt):
            await links_service.check_due(OPEN)
    assert (await listed(admin, article))["link"] is None
    assert await links_service.check_due(OPEN) == 0
    left = (await dump(db, "article_links"))[0]["next_check_at"] - clock.now_ms()
    assert 0 < left <= 3_600_000
    assert await night(db) == 1
    assert await status_of(admin, article) == "ok"


async def test_a_page_that_nobody_foresaw_does_not_end_the_others_night(
    admin: Person, site: Site, other_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = await published(admin, url=site.put("/"))
    plain = await published(admin, url=other_site.put("/", Answer(body="plain")))
    text = metadata.page_text

    def broken(page: str) -> str:
        if page == "plain":
            return text(page)
        raise RuntimeError

    monkeypatch.setattr(metadata, "page_text", broken)
    assert await links_service.check_due(OPEN) == 2
    assert await status_of(admin, plain) == "ok"
    assert await status_of(admin, odd) == "unsure"


async def test_a_page_that_is_gone_waits_in_the_queue_until_it_is_back_or_withdrawn(
    admin: Person, db: BaseDBAsyncClient, site: Site
) -> None:
    article = await published(admin, url=site.put("/read"))
    await night(db)
    site.put("/read", GONE)
    await night(db)
    link = await link_of(admin, article)
    assert (link["status"], link["httpStatus"]) == ("dead", 410)
    assert [a["id"] for a in (await queue(admin))["links"]] == [article["id"]]
    site.put("/read")
    await night(db)
    assert await status_of(admin, article) == "ok"
    assert (await queue(admin))["links"] == []
    site.put("/read", GONE)
    assert (await check(admin, article))["status"] == "dead"
    good(await step(admin, "withdraw", article, "The page is gone."))
    assert (await queue(admin))["links"] == []


async def test_a_page_that_moved_is_told_until_its_address_is_changed(
    admin: Person, db: BaseDBAsyncClient, site: Site
) -> None:
    article = await published(admin, url=site.put("/old", MOVED))
    new = site.put("/new")
    await night(db)
    link = await link_of(admin, article)
    assert (link["status"], link["finalUrl"]) == ("redirected", new)
    assert [a["id"] for a in (await queue(admin))["links"]] == [article["id"]]
    edited = good(await edit(admin, article, url=new))
    assert (edited["url"], edited["status"], edited["link"]) == (new, "published", None)
    await night(db)
    assert await status_of(admin, article) == "ok"
    other = await complete(admin, url=f"{site.origin}/other")
    assert problem(await edit(admin, other, url=f"{new}?utm_source=x")) == (409, "duplicate-url")


@pytest.mark.parametrize(
    ("link", "seen", "same"),
    [
        ("https://doi.org/10.1000/x", "https://journal.example/article/7", True),
        ("https://example.org/a", "http://www.example.org/a/?utm_source=x", True),
        ("https://example.org/a", "https://example.org/b", False),
        ("https://example.org/a", "https://example.org:8443/a", False),
        ("https://example.org/a", "about:blank", False),
    ],
)
def test_an_address_made_to_lead_elsewhere_has_not_moved(link: str, seen: str, same: bool) -> None:
    target = Target(UUID(int=1), link, metadata.url_key(link))
    assert links_service._is_same(seen, target) is same


async def test_another_text_is_told_until_an_admin_has_looked(
    admin: Person, db: BaseDBAsyncClient, site: Site
) -> None:
    article = await published(admin, url=site.put("/read"))
    await night(db)
    site.put("/read", Answer(body=f"<nav>New menu</nav><main>{CALM} 17 comments</main>"))
    await night(db)
    assert await status_of(admin, article) == "ok"
    site.put("/read", Answer(body=f"<main>{STORM}</main>"))
    for _ in range(2):
        await night(db)
        assert await status_of(admin, article) == "changed"
    assert (await check(admin, article))["status"] == "ok"
    await night(db)
    assert await status_of(admin, article) == "ok"
    checked = (await audit(admin))[0]
    assert (checked["action"], checked["detail"]["status"]) == ("link.checked", "ok")


async def test_silence_makes_no_link_dead_while_no_site_answers(
    admin: Person, db: BaseDBAsyncClient, other_site: Site
) -> None:
    article = await published(admin, url="http://127.0.0.1:9/")
    for _ in range(4):
        await night(db)
        assert await status_of(admin, article) == "unsure"
    await published(admin, url=other_site.put("/"))
    assert await night(db) == 2
    link = await link_of(admin, article)
    assert (link["status"], link["httpStatus"]) == ("dead", None)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(kind="application/pdf", body="%PDF"), "ok"),
        (Answer(endless=True), "ok"),
        (Answer("403 Forbidden"), "refused"),
        (Answer("429 Too Many Requests"), "refused"),
        (Answer("503 Service Unavailable"), "unsure"),
        (Answer("302 Found", location="/page"), "unsure"),
        (Answer("302 Found", location="http://169.254.169.254/latest"), "unsure"),
        (Answer("302 Found", location="file:///etc/passwd"), "unsure"),
        (Answer("302 Found", location="http://["), "unsure"),
        (Answer(kind="nonsense", body="\x00"), "ok"),
    ],
)
async def test_any_answer_has_a_status(
    admin: Person, db: BaseDBAsyncClient, site: Site, answer: Answer, status: str
) -> None:
    article = await published(admin, url=site.put("/page", answer))
    await night(db)
    assert await status_of(admin, article) == status
    assert site.sent < ENDLESS_BYTES / 10
    assert len(site.hits) <= 5


async def test_a_link_that_came_to_point_inside_is_not_followed(
    admin: Person, db: BaseDBAsyncClient, site: Site
) -> None:
    article = await published(admin, url=site.put("/page"))
    assert await night(db, Guard()) == 1
    assert site.hits == []
    assert await status_of(admin, article) == "unsure"


async def test_looks_by_hand_are_limited(admin: Person, site: Site) -> None:
    article = await complete(admin, url=site.put("/page"))
    for _ in range(30):
        assert (await check(admin, article))["status"] == "ok"
    answer = await step(admin, "check-link", article)
    assert problem(answer) == (429, "slow-down")
    assert len(site.hits) == 30


def test_a_run_takes_no_more_than_it_can_end() -> None:
    targets = [Target(n, f"https://www.host{n % 90}.org/{n}", str(n)) for n in range(300)]  # type: ignore[arg-type]
    chosen = links_service.one_per_host(targets)
    assert [t.article_id for t in chosen] == list(range(40))
    same = [Target(n, url, "") for n, url in enumerate(("https://www.a.org", "http://a.org/x"))]  # type: ignore[arg-type]
    assert len(links_service.one_per_host(same)) == 1


async def test_an_unknown_article_has_no_link(admin: Person) -> None:
    answer = await admin.http.post(f"{BASE}/01a20ca9-3ce4-75c6-8fa5-b96750f6efee/check-link")
    assert problem(answer) == (404, "not-found")
