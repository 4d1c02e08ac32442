"""From a draft to readers and back: steps, the second admin, gates, the queue, the audit log."""

from datetime import date
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
    queue,
    step,
)  # fmt: skip
from tests.support import Person, dump

DRUG = {"topic": "ketamine_therapy", "url": "https://example.org/ketamine"}


async def test_an_article_is_submitted_returned_published_and_withdrawn(
    admin: Person, member: Person
) -> None:
    article = await complete(admin)
    for act, note, status in [
        ("submit", None, "in_review"),
        ("return", "Name the study's size.", "draft"),
        ("submit", "Done.", "in_review"),
        ("publish", "", "published"),
        ("withdraw", "Out of date.", "withdrawn"),
        ("submit", None, "in_review"),
    ]:
        assert good(await step(admin, act, article, note))["status"] == status
        seen = (await member.http.get("/api/articles")).json()
        assert bool(seen) is (status == "published")
    assert [(v["change"], v["note"]) for v in await history(admin, article)] == [
        ("submitted", ""), ("withdrawn", "Out of date."), ("published", ""), ("submitted", "Done."),
        ("returned", "Name the study's size."), ("submitted", ""), ("edited", ""), ("created", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "act"),
    [
        ((), "publish"), ((), "return"),
        (("submit", "publish"), "submit"), (("submit", "publish"), "publish"),
        (("submit", "publish"), "return"),
        (("withdraw",), "withdraw"), (("withdraw",), "publish"), (("withdraw",), "return"),
    ],
)  # fmt: skip
async def test_a_step_of_another_status_changes_nothing(
    admin: Person, db: BaseDBAsyncClient, before: tuple[str, ...], act: str
) -> None:
    article = await complete(admin)
    for done in before:
        good(await step(admin, done, article))
    tables = ("articles", "article_versions", "audit_log")
    stored = [await dump(db, table) for table in tables]
    assert problem(await step(admin, act, article, "why")) == (409, "wrong-status")
    assert [await dump(db, table) for table in tables] == stored


@pytest.mark.parametrize("note", [None, "", 7, "x" * 501, "a\u0000b"])
async def test_a_return_needs_a_reason(admin: Person, note: Any) -> None:
    article = await complete(admin)
    good(await step(admin, "submit", article))
    assert problem(await step(admin, "return", article, note))[0] in (400, 422)
    assert (await listed(admin, article))["status"] == "in_review"


async def test_one_admin_alone_publishes_what_is_gated(admin: Person) -> None:
    assert (await published(admin, **DRUG))["needsSecond"] is False


async def test_a_gated_article_is_published_by_a_second_admin(
    admin: Person, second: Person
) -> None:
    article = await complete(admin, **DRUG)
    submitted = good(await step(admin, "submit", article))
    assert (submitted["submittedBy"], submitted["needsSecond"]) == ("me", True)
    assert problem(await step(admin, "publish", article)) == (409, "second-admin")
    seen = await listed(second, article)
    assert (seen["submittedBy"], seen["editedBy"], seen["needsSecond"]) == ("other", "other", False)
    assert good(await step(second, "publish", article))["status"] == "published"


async def test_whoever_edits_in_review_leaves_the_publishing_to_others(
    admin: Person, second: Person
) -> None:
    article = await complete(admin, **DRUG)
    good(await step(admin, "submit", article))
    assert good(await edit(second, article, summary="Better."))["needsSecond"] is True
    assert problem(await step(second, "publish", article)) == (409, "second-admin")
    assert good(await step(admin, "publish", article))["status"] == "published"


async def test_only_what_was_read_is_published(admin: Person, second: Person) -> None:
    article = await complete(admin, **DRUG)
    read = good(await step(admin, "submit", article))
    good(await edit(admin, article, summary="Words that nobody else has read."))
    url = f"{BASE}/{article['id']}/publish"
    answer = await second.http.post(url, json={"seen": read["updatedAt"]})
    assert problem(answer) == (409, "changed-meanwhile")
    now = await listed(second, article)
    assert now["status"] == "in_review"
    answer = await second.http.post(url, json={"seen": now["updatedAt"], "note": "Read."})
    assert good(answer)["status"] == "published"


async def test_a_preview_has_the_lines_that_a_reader_gets(admin: Person, member: Person) -> None:
    await service.load_starters()
    profile = member.op("profile", str(member.id), {"treatments": True})
    assert (await member.sync(profile))["results"][0]["status"] == "applied"
    for article in (await admin.http.get(BASE)).json():
        page = (await member.http.get(f"/api/articles/{article['slug']}")).json()
        assert article["mustShow"] == page["mustShow"], article["slug"]
        assert bool(page["mustShow"]) is (article["gate"] != "none")


async def test_an_open_article_needs_no_second_admin(admin: Person, second: Person) -> None:
    assert (await published(admin))["status"] == "published"


async def test_an_edit_takes_a_gated_article_from_readers_until_it_is_reviewed(
    admin: Person, second: Person
) -> None:
    article = await complete(admin, **DRUG)
    good(await step(admin, "submit", article))
    good(await step(second, "publish", article))
    for changes in ({"summary": "Other words."}, {"topic": "habits"}):
        edited = good(await edit(admin, article, **changes))
        assert (edited["status"], edited["submittedBy"]) == ("in_review", "me")
        good(await step(second, "publish", article))
    assert (await listed(admin, article))["gate"] == "none"


async def test_nobody_alone_opens_to_all_what_readers_knew_behind_a_gate(
    admin: Person, second: Person, member: Person
) -> None:
    article = await complete(admin, **DRUG)
    good(await step(admin, "submit", article))
    good(await step(second, "publish", article))
    opened = good(await edit(admin, article, topic="habits"))
    assert (opened["gate"], opened["needsSecond"]) == ("none", True)
    good(await step(admin, "withdraw", article))
    good(await step(admin, "submit", article))
    assert problem(await step(admin, "publish", article)) == (409, "second-admin")
    assert (await member.http.get("/api/articles")).json() == []
    good(await step(second, "publish", article))
    assert good(await edit(admin, article, summary="Other words."))["status"] == "published"


async def test_a_draft_may_change_its_topic_before_readers_see_it(
    admin: Person, second: Person
) -> None:
    article = good(await edit(admin, await complete(admin, **DRUG), topic="habits"))
    good(await step(admin, "submit", article))
    assert good(await step(admin, "publish", article))["status"] == "published"


async def test_an_edit_of_an_open_article_stays_published(admin: Person) -> None:
    article = await published(admin)
    assert good(await edit(admin, article, summary="Other words."))["status"] == "published"
    gated = good(await edit(admin, article, gate="treatments"))
    assert (gated["status"], gated["gate"], gated["reviewDue"]) == (
        "in_review", "treatments", "2027-05-01",
    )  # fmt: skip


async def test_a_gate_is_never_looser_than_the_topics(admin: Person) -> None:
    article = await complete(admin, topic="psilocybin")
    for gate in ("none", "medicines", "eating_disorder"):
        answer = await edit(admin, article, gate=gate)
        assert problem(answer) == (422, "looser-gate")
        assert answer.json()["errors"][0]["field"] == "gate"
    answer = await edit(admin, article, topic="diet_anxiety", gate="treatments")
    assert problem(answer) == (422, "looser-gate")
    moved = good(await edit(admin, article, topic="diet_anxiety"))
    assert moved["gate"] == "eating_disorder"


async def test_the_queue_holds_what_waits(admin: Person, db: BaseDBAsyncClient) -> None:
    assert await queue(admin) == {"inReview": [], "reviewDue": [], "links": [], "reports": []}
    first, later = await complete(admin), await complete(admin, url="https://example.org/b")
    due = await published(admin, url="https://example.org/c")
    for article in (later, first):
        good(await step(admin, "submit", article))
    text = "UPDATE articles SET review_due = ? WHERE id = ?"
    await rows(db, text, date(2026, 1, 1), due["id"])
    await rows(db, "UPDATE articles SET submitted_at = ? WHERE id = ?", 5, first["id"])
    waiting = await queue(admin)
    assert [a["id"] for a in waiting["inReview"]] == [first["id"], later["id"]]
    assert [a["id"] for a in waiting["reviewDue"]] == [due["id"]]


async def test_the_audit_log_tells_who_did_what(admin: Person, second: Person) -> None:
    article = await complete(admin)
    good(await step(admin, "submit", article, "Please look."))
    good(await step(second, "publish", article))
    entries = await audit(second)
    assert [(e["action"], e["by"]) for e in entries] == [
        ("article.published", second.email), ("article.submitted", admin.email),
        ("article.edited", admin.email), ("article.created", admin.email),
    ]  # fmt: skip
    assert {e["subject"] for e in entries} == {f"article:{article['id']}"}
    assert entries[1]["detail"] == {
        "title": "A calm page", "slug": "a-calm-page", "changed": ["status"],
        "note": "Please look.",
    }  # fmt: skip
    assert [e["id"] for e in await audit(admin, before=entries[2]["at"] + 1)][-2:] == [
        entries[2]["id"], entries[3]["id"],
    ]  # fmt: skip
    assert await audit(admin, before=0) == []


async def test_the_audit_log_comes_a_hundred_at_a_time(
    admin: Person, db: BaseDBAsyncClient
) -> None:
    article = await complete(admin)
    for n in range(100):
        good(await edit(admin, article, summary=f"Words {n}."))
    acts = sorted((act["at"], act["id"]) for act in await dump(db, "audit_log"))
    assert len(acts) == 102
    for at, (_, id_) in enumerate(acts):
        await rows(db, "UPDATE audit_log SET at = ? WHERE id = ?", at, id_)
    newest = await audit(admin)
    assert [act["at"] for act in newest] == [*range(101, 1, -1)]
    assert [act["at"] for act in await audit(admin, before=newest[-1]["at"])] == [1, 0]


async def test_a_page_of_the_audit_log_cuts_no_millisecond_in_two(
    admin: Person, db: BaseDBAsyncClient
) -> None:
    article = await complete(admin)
    for n in range(100):
        good(await edit(admin, article, summary=f"Words {n}."))
    await rows(db, "UPDATE audit_log SET at = 7 WHERE action = ?", "article.edited")
    newest = await audit(admin)
    assert len(newest) == 102
    assert await audit(admin, before=newest[-1]["at"]) == []


async def test_the_playground_says_what_a_state_would_see(admin: Person) -> None:
    explain = f"{BASE}/explain"
    ranking = good(await admin.http.post(explain, json={"days_logged": 3}))
    assert [shown["reason"] for shown in ranking["shown"]] == ["starter"] * 3
    for state in ({"age": "old"}, {"moood": 1}, {"age": -1}, {"tags_14d": {"x": -1}}):
        answer = await admin.http.post(explain, json=state)
        assert problem(answer) == (422, "invalid")
    assert problem(await admin.http.post(explain, json=[]))[0] in (400, 422)


async def test_counts_say_how_many_and_never_who(admin: Person, member: Person) -> None:
    article = await published(admin)
    op = member.op("reading", article["id"], {"readOn": "2026-11-24"})
    assert (await member.sync(op))["results"][0]["status"] == "applied"
    saved = admin.op("reading", article["id"], {"saved": True})
    assert (await admin.sync(saved))["results"][0]["status"] == "applied"
    assert (await listed(admin, article))["counts"] == {"reads": 1, "reports": 0}
    answer = await admin.http.get(BASE)
    assert str(member.id) not in answer.text
    assert member.email not in answer.text
