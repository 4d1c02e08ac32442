"""The history of an article: who changed what and when, and the way back."""

import asyncio
from typing import Any

import msgspec
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


async def restore(admin: Person, article: dict[str, Any], number: int) -> Any:
    return await admin.http.post(f"{BASE}/{article['id']}/versions/{number}/restore")


async def test_every_change_is_a_version(admin: Person, second: Person) -> None:
    article = await complete(admin)
    good(await edit(second, article, title="Calmer", minutes=5))
    versions = await history(admin, article)
    assert [(v["number"], v["change"], v["by"], v["changed"]) for v in versions] == [
        (3, "edited", second.email, ["title", "minutes"]),
        (2, "edited", admin.email, [
            "keyPoints", "cautions", "evidenceLevel", "evidenceNote", "sources", "reviewedOn",
        ]),
        (1, "created", admin.email, []),
    ]  # fmt: skip
    assert versions[0]["article"]["title"] == "Calmer"
    assert versions[2]["article"]["title"] == "A calm page"
    assert versions[2]["article"]["status"] == "draft"
    assert versions[0]["at"] >= versions[2]["at"] > 0


async def test_edits_at_the_same_time_are_versions_one_after_another(
    admin: Person, second: Person
) -> None:
    article = await complete(admin)
    edits: list[tuple[Person, dict[str, Any]]] = [
        (admin, {"minutes": 5}),
        (second, {"publisher": "Us"}),
        (admin, {"summary": "New."}),
    ]
    answers = await asyncio.gather(*(edit(who, article, **what) for who, what in edits))
    for answer in answers:
        good(answer)
    versions = await history(admin, article)
    assert [v["number"] for v in versions] == [5, 4, 3, 2, 1]
    assert sorted(v["changed"] for v in versions[:3]) == [["minutes"], ["publisher"], ["summary"]]
    now = await listed(admin, article)
    assert (now["minutes"], now["publisher"], now["summary"]) == (5, "Us", "New.")


async def test_an_edit_that_says_nothing_new_leaves_no_trace(
    admin: Person, db: BaseDBAsyncClient
) -> None:
    article = await complete(admin)
    tables = ("articles", "article_versions", "audit_log")
    before = [await dump(db, table) for table in tables]
    for changes in ({}, {"title": " A calm   page "}, {"sources": article["sources"]}):
        assert good(await edit(admin, article, **changes)) == article
    assert [await dump(db, table) for table in tables] == before


async def test_a_version_comes_back_as_a_new_one(admin: Person) -> None:
    article = await complete(admin)
    good(await edit(admin, article, title="Other", keyPoints=["Less."], sources=[]))
    back = good(await restore(admin, article, 2))
    different = {"updatedAt"}
    assert {k: v for k, v in back.items() if k not in different} == {
        k: v for k, v in article.items() if k not in different
    }
    newest = (await history(admin, article))[0]
    assert (newest["number"], newest["change"], newest["note"]) == (4, "restored", "2")
    assert newest["changed"] == ["title", "keyPoints", "sources"]


async def test_a_restore_keeps_the_rules_of_an_edit(admin: Person, second: Person) -> None:
    article = await published(admin)
    assert problem(await restore(admin, article, 1)) == (422, "not-ready")
    assert await listed(admin, article) == article
    assert problem(await restore(admin, article, 99)) == (404, "not-found")
    assert problem(await restore(admin, article, 2**70))[0] in (400, 404, 422)
    good(await edit(admin, article, topic="psilocybin"))
    back = good(await restore(admin, article, 2))
    assert (back["topic"], back["gate"], back["status"]) == (
        "emotional_control", "none", "in_review",
    )  # fmt: skip


async def test_a_gated_article_comes_back_to_review(admin: Person, second: Person) -> None:
    article = await complete(admin, topic="ketamine_therapy")
    good(await step(admin, "submit", article))
    good(await step(second, "publish", article))
    back = good(await restore(admin, article, 2))
    assert (back["status"], back["submittedBy"], back["editedBy"]) == ("in_review", "me", "me")
    assert problem(await step(admin, "publish", article)) == (409, "second-admin")


async def test_a_starter_article_has_its_first_version(admin: Person) -> None:
    await service.load_starters()
    habits = next(a for a in (await admin.http.get(BASE)).json() if a["topic"] == "habits")
    good(await edit(admin, habits, minutes=9))
    versions = await history(admin, habits)
    assert [(v["number"], v["change"], v["by"]) for v in versions] == [
        (2, "edited", admin.email), (1, "starter", None),
    ]  # fmt: skip
    assert versions[1]["article"]["minutes"] == habits["minutes"]


async def test_a_new_release_of_a_starter_article_is_a_version(
    admin: Person, db: BaseDBAsyncClient
) -> None:
    await service.load_starters()
    await rows(db, "UPDATE articles SET minutes = 77, starter_hash = 'old' WHERE slug = 'habits'")
    assert await service.load_starters() == 1
    habits = next(a for a in (await admin.http.get(BASE)).json() if a["slug"] == "habits")
    versions = await history(admin, habits)
    assert [(v["number"], v["change"], v["changed"]) for v in versions] == [
        (2, "starter", []), (1, "starter", []),
    ]  # fmt: skip
    assert await audit(admin) == []


async def test_articles_from_before_versions_get_one_at_the_next_start(
    admin: Person, db: BaseDBAsyncClient
) -> None:
    await service.load_starters()
    await rows(db, "DELETE FROM article_versions")
    for _ in range(2):
        assert await service.load_starters() == 0
    found = await dump(db, "article_versions")
    assert {(row["number"], row["change"]) for row in found} == {(1, "starter")}
    assert len(found) == 7


async def test_an_article_from_before_versions_keeps_what_it_was(
    admin: Person, db: BaseDBAsyncClient
) -> None:
    article = await complete(admin)
    await rows(db, "DELETE FROM article_versions")
    good(await edit(admin, article, title="Other"))
    first = (await history(admin, article))[-1]
    assert (first["change"], first["by"]) == ("created", admin.email)
    assert first["article"]["title"] == "A calm page"


async def test_an_account_that_is_gone_has_no_name(admin: Person, db: BaseDBAsyncClient) -> None:
    article = await complete(admin)
    await rows(db, "UPDATE article_versions SET by_user = ?", article["id"])
    assert {v["by"] for v in await history(admin, article)} == {None}


@pytest.mark.parametrize("field", ["title", "summary"])
async def test_a_version_is_plain_json(admin: Person, db: BaseDBAsyncClient, field: str) -> None:
    article = await complete(admin)
    good(await edit(admin, article, **{field: 'Grüße "an" \\ alle'}))
    kept = (await history(admin, article))[0]["article"]
    assert kept[field] == 'Grüße "an" \\ alle'
    assert msgspec.json.encode(kept)
