"""Admins add, edit, publish and withdraw articles."""

import asyncio
from typing import Any

import httpx
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.articles import service
from tests.support import Person, dump

NEW = {
    "url": "https://www.example.org/calm?utm_source=letter#top",
    "topic": "emotional_control",
    "title": "A calm page",
    "summary": "What calm is.",
    "publisher": "Example",
    "language": "en",
}
COMPLETE = {
    "keyPoints": ["One.", "Two.", "Three."],
    "evidenceLevel": "cohort",
    "evidenceNote": "One study of 90 people.",
    "sources": [
        {"title": "A study", "url": "https://doi.org/10.1000/x", "doi": "10.1000/x",
         "year": 2020, "n": 90, "kind": "cohort"}
    ],
    "reviewedOn": "2026-11-01",
}  # fmt: skip
BASE = "/api/admin/articles"


async def create(admin: Person, **changes: Any) -> dict[str, Any]:
    answer = await admin.http.post(BASE, json={**NEW, **changes})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def edit(admin: Person, article: dict[str, Any], **changes: Any) -> httpx.Response:
    return await admin.http.patch(f"{BASE}/{article['id']}", json=changes)


async def step(
    admin: Person, act: str, article: dict[str, Any], note: str | None = None
) -> httpx.Response:
    body = None if note is None else {"note": note}
    return await admin.http.post(f"{BASE}/{article['id']}/{act}", json=body)


async def publish(admin: Person, article: dict[str, Any]) -> httpx.Response:
    """The answer of the first step on the way to readers that fails, or of the last."""
    submitted = await step(admin, "submit", article)
    return submitted if submitted.is_error else await step(admin, "publish", article)


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("urn:everkeel:")


async def test_an_article_goes_from_draft_to_readers_and_away_again(
    admin: Person, member: Person
) -> None:
    article = await create(admin)
    assert (article["status"], article["url"]) == ("draft", "https://www.example.org/calm")
    assert (await member.http.get("/api/articles")).json() == []
    edited = await edit(admin, article, **COMPLETE)
    assert edited.json()["reviewDue"] == "2027-11-01"
    assert (await publish(admin, article)).json()["status"] == "published"
    page = (await member.http.get(f"/api/articles/{article['slug']}")).json()
    assert (page["title"], page["keyPoints"]) == ("A calm page", COMPLETE["keyPoints"])
    assert page["sources"] == COMPLETE["sources"]
    withdrawn = await step(admin, "withdraw", article)
    assert withdrawn.json()["status"] == "withdrawn"
    assert (await member.http.get("/api/articles")).json() == []
    assert (await member.http.get(f"/api/articles/{article['slug']}")).status_code == 404


async def test_publishing_names_each_missing_field(admin: Person) -> None:
    article = await create(admin, topic="psilocybin", summary="")
    for act in ("submit", "publish"):
        answer = await step(admin, act, article)
        assert problem(answer) == (422, "not-ready")
        assert [e["field"] for e in answer.json()["errors"]] == [
            "summary", "keyPoints", "evidenceLevel", "evidenceNote", "sources", "reviewedOn",
            "cautions",
        ]  # fmt: skip
    assert (await admin.http.get(BASE)).json()[0]["status"] == "draft"


@pytest.mark.parametrize("field", sorted(COMPLETE))
async def test_nothing_is_published_without_evidence(admin: Person, field: str) -> None:
    article = await create(admin)
    await edit(admin, article, **{k: v for k, v in COMPLETE.items() if k != field})
    answer = await publish(admin, article)
    assert problem(answer) == (422, "not-ready")
    assert [e["field"] for e in answer.json()["errors"]] == [field]


async def test_a_published_article_must_stay_complete(admin: Person) -> None:
    article = await create(admin)
    await edit(admin, article, **COMPLETE)
    published = (await publish(admin, article)).json()
    refused: list[dict[str, Any]] = [{"summary": " "}, {"sources": []}, {"keyPoints": ["One."]}]
    for changes in refused:
        answer = await edit(admin, article, title="Changed", **changes)
        assert problem(answer) == (422, "not-ready")
    assert (await admin.http.get(BASE)).json() == [published]


async def test_drug_topics_are_reviewed_twice_a_year_and_bring_their_caution(
    admin: Person, member: Person
) -> None:
    await service.load_starters()
    article = await create(admin, topic="ketamine_therapy")
    assert (article["gate"], article["contentWarnings"]) == (
        "treatments",
        ["drugs", "dissociation", "suicide mentioned"],
    )
    await edit(admin, article, **COMPLETE, cautions=["Only under supervision."])
    assert (await publish(admin, article)).json()["reviewDue"] == "2027-05-01"
    page = (await member.http.get(f"/api/articles/{article['slug']}")).json()
    assert [card["topic"] for card in page["companions"]] == ["serotonin_syndrome"]


@pytest.mark.parametrize(
    "url",
    ["https://example.org/calm", "http://WWW.example.org/calm/?fbclid=1", str(NEW["url"])],
)
async def test_a_page_is_linked_once(admin: Person, db: BaseDBAsyncClient, url: str) -> None:
    await create(admin)
    before = await dump(db, "articles")
    answer = await admin.http.post(BASE, json={**NEW, "url": url, "title": "Again"})
    assert problem(answer) == (409, "duplicate-url")
    answer = await admin.http.post(f"{BASE}/preview", json={"url": url})
    assert problem(answer) == (409, "duplicate-url")
    assert await dump(db, "articles") == before


async def test_pages_of_one_title_that_are_added_in_one_moment_are_all_taken(admin: Person) -> None:
    urls = ("https://example.org/1", "https://example.org/2", "https://example.org/2")
    adding = (admin.http.post(BASE, json={**NEW, "url": url}) for url in urls)
    answers = await asyncio.gather(*adding)
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409]
    slugs = {answer.json()["slug"] for answer in answers if answer.is_success}
    assert slugs == {"a-calm-page", "a-calm-page-2"}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "https://127.0.0.1:8443/x", "http://[::1]/", "http://10.0.0.7/",
        "http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]/",
        "http://localhost/", "http://router.lan/", "http://nas/", "http://2130706433/",
        "http://127.1/", "http://0x7f000001/", "http://user:pass@example.org/",
        "file:///etc/passwd", "javascript:alert(1)", "gopher://example.org/", "no address",
    ],
)  # fmt: skip
async def test_private_and_odd_addresses_are_refused(
    admin: Person, db: BaseDBAsyncClient, url: str
) -> None:
    for path, body in ((BASE, {**NEW, "url": url}), (f"{BASE}/preview", {"url": url})):
        answer = await admin.http.post(path, json=body)
        assert problem(answer) == (422, "blocked-address")
        assert answer.json()["errors"][0]["field"] == "url"
    assert await dump(db, "articles") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "<script>alert(1)</script>Calm"),
        ("title", "Calm\u0000"),
        ("title", "Calm \u202egnp.exe"),
        ("title", "   "),
        ("title", "x" * 201),
        ("summary", "<img src=x onerror=alert(1)>"),
        ("publisher", "<b>Us</b>"),
        ("language", "english"),
        ("topic", "weight_loss"),
        ("status", "published"),
        ("title", 7),
    ],
)
async def test_markup_and_wrong_values_are_refused(
    admin: Person, db: BaseDBAsyncClient, field: str, value: Any
) -> None:
    answer = await admin.http.post(BASE, json={**NEW, field: value})
    assert problem(answer)[0] in (400, 422)
    assert await dump(db, "articles") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"keyPoints": ["<script>x</script>"]},
        {"keyPoints": ["a"] * 6},
        {"cautions": ["\u202eabc"]},
        {"sources": [{"title": "x", "url": "javascript:alert(1)", "year": 2020, "kind": "cohort"}]},
        {
            "sources": [
                {"title": "a\u0000b", "url": "https://a.org", "year": 2020, "kind": "cohort"}
            ]
        },
        {"sources": [{"title": "x", "url": "https://a.org", "year": 2020, "kind": "rumour"}]},
        {"evidenceLevel": "certain"},
        {"reviewedOn": "2999-01-01"},
        {"reviewedOn": "yesterday"},
        {"minutes": -1},
        {"minutes": 2**70},
        {"slug": "other"},
        {"gate": "adults"},
        {"topic": "psilocybin", "gate": "none"},
        {"topic": "psilocybin", "gate": "medicines"},
        {"url": "http://127.0.0.1/"},
    ],
)
async def test_a_refused_edit_changes_nothing(
    admin: Person, db: BaseDBAsyncClient, changes: dict[str, Any]
) -> None:
    article = await create(admin)
    before = await dump(db, "articles")
    answer = await edit(admin, article, **{"title": "Changed", **changes})
    assert problem(answer)[0] in (400, 422)
    assert await dump(db, "articles") == before


async def test_an_empty_edit_of_an_unknown_article_is_not_found(admin: Person) -> None:
    unknown = {"id": "01a20ca9-3ce4-75c6-8fa5-b96750f6efee"}
    assert problem(await edit(admin, unknown, title="x")) == (404, "not-found")
    for act in ("submit", "publish", "withdraw", "check-link", "versions/1/restore"):
        assert problem(await step(admin, act, unknown)) == (404, "not-found")
    assert problem(await step(admin, "return", unknown, "why")) == (404, "not-found")
    assert problem(await admin.http.get(f"{BASE}/{unknown['id']}/versions")) == (404, "not-found")


async def test_equal_titles_get_addresses_of_their_own(admin: Person) -> None:
    slugs = [(await create(admin, url=f"https://example.org/{n}"))["slug"] for n in range(3)]
    assert slugs == ["a-calm-page", "a-calm-page-2", "a-calm-page-3"]
    other = await create(admin, url="https://example.org/z", title="日本語")
    assert other["slug"] == "article"


async def test_texts_of_a_german_page_are_german(admin: Person) -> None:
    article = await create(admin, language="de", title="Ruhe")
    edited = (await edit(admin, article, summary="Was Ruhe ist.")).json()
    assert (edited["title"], edited["summary"], edited["language"]) == (
        "Ruhe", "Was Ruhe ist.", "de",
    )  # fmt: skip
