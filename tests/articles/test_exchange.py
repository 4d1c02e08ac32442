"""Instances share their libraries: nothing goes out but what is published, nothing comes in so."""

import json
from typing import Any

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.articles import service
from backend.database import rows
from tests.articles.desk import (
    BASE,
    audit,
    complete,
    edit,
    good,
    history,
    listed,
    problem,
    published,
    step,
)  # fmt: skip
from tests.support import Person, dump

JSON = {"Content-Type": "application/json"}


async def export(admin: Person) -> dict[str, Any]:
    return good(await admin.http.get(f"{BASE}/export"))


async def take_in(admin: Person, file: Any) -> dict[str, Any]:
    return good(await admin.http.post(f"{BASE}/import", json=file))


@pytest.fixture
async def file(admin: Person) -> dict[str, Any]:
    """The exported starter library, of an instance that is gone."""
    await service.load_starters()
    return await export(admin)


async def empty(db: BaseDBAsyncClient) -> None:
    """Makes this an instance without any article."""
    for table in ("articles", "article_versions", "article_search", "audit_log"):
        await rows(db, f"DELETE FROM {table}")


async def test_only_published_articles_go_out(admin: Person) -> None:
    await complete(admin, url="https://example.org/draft")
    await published(admin)
    answer = await admin.http.get(f"{BASE}/export")
    assert answer.headers["content-disposition"].startswith('attachment; filename="everkeel-')
    file = answer.json()
    assert (file["format"], file["version"]) == ("everkeel-articles", 1)
    assert [a["url"] for a in file["articles"]] == ["https://www.example.org/calm"]
    assert "status" not in file["articles"][0]
    assert str(admin.id) not in answer.text
    assert (await audit(admin))[0]["action"] == "articles.exported"


async def test_a_library_comes_in_whole_and_waits_for_a_review(
    admin: Person, member: Person, db: BaseDBAsyncClient, file: dict[str, Any]
) -> None:
    before = {a["slug"]: a for a in (await admin.http.get(BASE)).json()}
    await empty(db)
    assert await take_in(admin, file) == {
        "added": 7, "updated": 0, "unchanged": 0, "refused": [],
    }  # fmt: skip
    assert (await member.http.get("/api/articles")).json() == []
    after = {a["slug"]: a for a in (await admin.http.get(BASE)).json()}
    own = {
        "id", "status", "updatedAt", "submittedAt", "submittedBy", "editedBy", "companions",
        "reviewer",
    }  # fmt: skip
    for slug, article in after.items():
        assert {k: v for k, v in article.items() if k not in own} == {
            k: v for k, v in before[slug].items() if k not in own
        }
        assert [c["slug"] for c in article["companions"]] == [
            c["slug"] for c in before[slug]["companions"]
        ]
        assert (article["status"], article["submittedBy"]) == ("in_review", "me")
    assert [v["change"] for v in await history(admin, after["habits"])] == ["imported"]
    for article in after.values():
        good(await step(admin, "publish", article))
    assert {**await export(admin), "exportedAt": 0} == {**file, "exportedAt": 0}
    assert (await take_in(admin, file))["unchanged"] == 7


async def test_what_is_the_same_stays_as_it_is(
    admin: Person, db: BaseDBAsyncClient, file: dict[str, Any]
) -> None:
    before = await dump(db, "articles"), await dump(db, "article_versions")
    assert await take_in(admin, file) == {
        "added": 0, "updated": 0, "unchanged": 7, "refused": [],
    }  # fmt: skip
    assert (await dump(db, "articles"), await dump(db, "article_versions")) == before


async def test_what_differs_is_taken_from_readers_until_it_is_reviewed(
    admin: Person, second: Person, file: dict[str, Any]
) -> None:
    ketamine = next(a for a in file["articles"] if a["topic"] == "ketamine_therapy")
    ketamine["texts"]["en"]["summary"] = "New words."
    here = next(a for a in (await admin.http.get(BASE)).json() if a["slug"] == ketamine["slug"])
    assert (await take_in(admin, file))["updated"] == 1
    seen = await listed(admin, here)
    assert (seen["summary"], seen["status"], seen["editedBy"]) == ("New words.", "in_review", "me")
    assert problem(await step(admin, "publish", here)) == (409, "second-admin")
    good(await step(second, "publish", here))
    newest = (await history(admin, here))[1]
    assert (newest["change"], newest["changed"]) == ("imported", ["summary", "status"])


async def test_what_was_withdrawn_here_stays_withdrawn(admin: Person, file: dict[str, Any]) -> None:
    habits = next(a for a in (await admin.http.get(BASE)).json() if a["slug"] == "habits")
    good(await step(admin, "withdraw", habits))
    shared = next(a for a in file["articles"] if a["slug"] == "habits")
    shared["minutes"] = 33
    assert (await take_in(admin, file))["refused"] == [
        {"slug": "habits", "reason": "withdrawn-here", "field": None}
    ]
    assert (await listed(admin, habits))["status"] == "withdrawn"


async def test_the_page_says_which_article_it_is_and_companions_follow(
    admin: Person, db: BaseDBAsyncClient, file: dict[str, Any]
) -> None:
    await empty(db)
    other = await complete(admin, title="Serotonin syndrome", url="https://example.org/other")
    assert other["slug"] == "serotonin-syndrome"
    assert (await take_in(admin, file))["added"] == 7
    stored = {row["slug"]: row for row in await dump(db, "articles")}
    assert {"serotonin-syndrome", "serotonin-syndrome-2"} <= set(stored)
    companions = stored["psilocybin"]["companions"]
    found = json.loads(companions) if isinstance(companions, str) else companions
    assert found == ["serotonin-syndrome-2"]


async def test_each_bad_article_is_refused_and_the_others_come_in(
    admin: Person, db: BaseDBAsyncClient, file: dict[str, Any]
) -> None:
    await empty(db)
    good_one, *_ = file["articles"]
    script = {"title": "<script>alert(1)</script>"}
    bad = [
        {**good_one, "slug": "script", "url": "https://example.org/1", "texts": {"en": script}},
        {**good_one, "slug": "private", "url": "http://10.0.0.1/"},
        {**good_one, "slug": "metadata", "url": "http://169.254.169.254/latest"},
        {**good_one, "slug": "again", "url": good_one["url"] + "?utm_source=x"},
        {**good_one, "slug": "loose", "topic": "psilocybin", "gate": "none"},
        {**good_one, "slug": "open", "status": "published"},
        {**good_one, "slug": "later", "reviewedOn": "2999-01-01"},
        7,
    ]
    outcome = await take_in(admin, {**file, "articles": [good_one, *bad]})
    assert outcome["added"] == 1
    assert {(r["slug"], r["reason"], r["field"]) for r in outcome["refused"]} == {
        ("script", "not-plain", "texts"), ("private", "blocked-address", "url"),
        ("metadata", "blocked-address", "url"), ("again", "twice", "url"),
        ("loose", "looser-gate", "gate"), ("open", "invalid", "status"),
        ("later", "future-review", "reviewedOn"), ("", "invalid", None),
    }  # fmt: skip
    assert [row["slug"] for row in await dump(db, "articles")] == [good_one["slug"]]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"articles": []}', b"\xff\xfe", b"[" * 50_000, b"null"],
)
async def test_another_file_changes_nothing(
    admin: Person, db: BaseDBAsyncClient, content: bytes
) -> None:
    answer = await admin.http.post(f"{BASE}/import", content=content, headers=JSON)
    assert problem(answer) == (422, "not-an-export")
    assert await dump(db, "articles") == []
    assert await dump(db, "audit_log") == []


async def test_a_file_is_no_longer_than_five_megabytes(admin: Person) -> None:
    file = b'{"format": "everkeel-articles", "version": 1, "articles": [], "x": "%s"}'
    fits, over = (file % (b"x" * size) for size in (4_900_000, 5_000_001))
    assert (await admin.http.post(f"{BASE}/import", content=fits, headers=JSON)).is_success
    answer = await admin.http.post(f"{BASE}/import", content=over, headers=JSON)
    assert problem(answer) == (413, "too-large")


async def test_a_large_library_comes_in(admin: Person, file: dict[str, Any]) -> None:
    first = {**file["articles"][0], "texts": {"en": {"title": "T"}}}
    many = [{**first, "slug": f"a-{n}", "url": f"https://example.org/{n}"} for n in range(200)]
    assert (await take_in(admin, {**file, "articles": many}))["added"] == 200


async def test_an_import_may_be_edited_like_any_other(
    admin: Person, db: BaseDBAsyncClient, file: dict[str, Any]
) -> None:
    await empty(db)
    await take_in(admin, file)
    article = (await admin.http.get(BASE)).json()[0]
    assert good(await edit(admin, article, title="Ours"))["title"] == "Ours"


async def test_what_an_operator_has_not_allowed_is_not_linked(
    admin: Person, file: dict[str, Any]
) -> None:
    inside = {**file["articles"][0], "slug": "inside", "url": "http://127.0.0.1:8000/"}
    outcome = await take_in(admin, {**file, "articles": [inside]})
    assert outcome["refused"][0]["reason"] == "blocked-address"
