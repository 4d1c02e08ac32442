"""Loading the starter articles again and again."""

from asyncio import gather
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.articles import queries, service, starters
from tests.support import Person, dump

SHIPPED = 7


async def starter(db: BaseDBAsyncClient, slug: str) -> queries.StoredArticle:
    return next(a for a in await queries.of_every_status(db) if a.slug == slug)


async def pretend_older(db: BaseDBAsyncClient, slug: str) -> None:
    """The stored article as an older version of Everkeel shipped it."""
    known = await starter(db, slug)
    old = {"starter_hash": "older", "publisher": "Old", "sources": []}
    await queries.update(db, known.id, old)


async def test_loading_twice_changes_nothing(db: BaseDBAsyncClient) -> None:
    assert await service.load_starters() == SHIPPED
    before = await dump(db, "articles")
    assert await service.load_starters() == 0
    assert await dump(db, "articles") == before


async def test_of_processes_that_start_together_one_loads_them(db: BaseDBAsyncClient) -> None:
    done = await gather(*(service.load_starters() for _ in range(3)))
    assert sorted(done) == [0, 0, SHIPPED]
    assert len(await dump(db, "articles")) == SHIPPED


async def test_a_newer_file_updates_an_untouched_article(db: BaseDBAsyncClient) -> None:
    await service.load_starters()
    original = await starter(db, "habits")
    await pretend_older(db, "habits")
    assert await service.load_starters() == 1
    found = await starter(db, "habits")
    assert (found.publisher, found.sources) == (original.publisher, original.sources)
    assert (found.id, found.status) == (original.id, "published")


async def test_an_admins_edit_is_never_overwritten(db: BaseDBAsyncClient, admin: Person) -> None:
    await service.load_starters()
    await pretend_older(db, "habits")
    known = await starter(db, "habits")
    edited = await admin.http.patch(
        f"/api/admin/articles/{known.id}", json={"summary": "Ours.", "sources": SOURCES}
    )
    assert edited.status_code == 200, edited.text
    assert await service.load_starters() == 0
    found = await starter(db, "habits")
    assert (found.texts["en"]["summary"], found.publisher) == ("Ours.", "Old")


async def test_a_withdrawn_article_stays_withdrawn(db: BaseDBAsyncClient, admin: Person) -> None:
    await service.load_starters()
    await pretend_older(db, "habits")
    known = await starter(db, "habits")
    await admin.http.post(f"/api/admin/articles/{known.id}/withdraw")
    await service.load_starters()
    assert (await starter(db, "habits")).status == "withdrawn"


async def test_a_page_that_an_admin_linked_is_not_added_again(
    db: BaseDBAsyncClient, admin: Person
) -> None:
    url = next(s["url"] for s in starters.shipped() if s["slug"] == "habits")
    body: dict[str, Any] = {"url": url, "topic": "habits", "title": "Ours"}
    assert (await admin.http.post("/api/admin/articles", json=body)).status_code == 201
    assert await service.load_starters() == SHIPPED - 1


SOURCES = [{"title": "A trial", "url": "https://example.org/t", "year": 2020, "kind": "cohort"}]
