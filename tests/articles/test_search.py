"""Finding articles by words, alike on both databases."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from backend.articles import queries, search, service
from backend.database import rows, uuid7
from tests.support import Person


@pytest.fixture(autouse=True)
async def starters(db: BaseDBAsyncClient) -> None:
    """The library holds the starter articles."""
    await service.load_starters()


async def topics(person: Person, text: str) -> list[str]:
    answer = await person.http.get("/api/articles", params={"search": text})
    assert answer.status_code == 200, answer.text
    return [card["topic"] for card in answer.json()]


async def add(db: BaseDBAsyncClient, title: str, topic: str = "habits", **values: Any) -> UUID:
    """The id of a new published article."""
    id_, now = uuid7(), clock.now_ms()
    text = {"title": title, "summary": "", "key_points": []}
    await queries.insert(
        db,
        {
            "id": id_, "slug": str(id_), "topic": topic, "gate": "none", "status": "published",
            "url": f"https://example.org/{id_}", "url_key": str(id_), "publisher": "",
            "language": "en", "texts": {"en": text}, "evidence_level": "cohort", "minutes": 1,
            "content_warnings": [], "sources": [], "companions": [], "source_note": "",
            "starter_hash": "", "created_at": now, "updated_at": now, **values,
        },
    )  # fmt: skip
    return id_


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("if-then plan", "habits"),
        ("IF then PLANS", "habits"),
        ("breakfast teeth", "habits"),
        ("breakf", "habits"),
        ("Frühstücken", "habits"),
        ("fruhstucken", "habits"),
        ("Zähneputzen Auslöser", "habits"),
        ("Bandura", "self_confidence"),
        ("Selbstwirksamkeit", "self_confidence"),
        ("linezolid", "serotonin_syndrome"),
        ("how does the Gross model work on attention", ""),
        ("where are the five points of Gross\u2019s model", "emotional_control"),
        ("distractions", "emotional_control"),
        ("ketogenic diets", "diet_anxiety"),
        ("breakfast Bandura", ""),
        ("zzz", ""),
        ("!!! ***", ""),
    ],
)
async def test_it_finds_words_in_both_languages(member: Person, text: str, found: str) -> None:
    assert (await topics(member, text))[:1] == ([found] if found else [])


async def test_a_title_weighs_more_than_a_key_point(db: BaseDBAsyncClient, member: Person) -> None:
    points = {"title": "Evenings", "summary": "", "key_points": ["A lighthouse at sea."]}
    await add(db, "", topic="habits", texts={"en": points})
    await add(db, "The lighthouse", topic="self_confidence")
    assert await topics(member, "lighthouse") == ["self_confidence", "habits"]


async def test_changed_texts_are_found_and_old_ones_are_not(
    db: BaseDBAsyncClient, member: Person
) -> None:
    id_ = await add(db, "Lanterns")
    await queries.update(db, id_, {"texts": {"de": {"title": "Straßenlaternen"}}})
    assert await topics(member, "lanterns") == []
    assert await topics(member, "strassenlat") == ["habits"]
    assert await topics(member, "STRASSENLATERNEN") == ["habits"]


async def test_a_draft_is_not_found(db: BaseDBAsyncClient, member: Person) -> None:
    await add(db, "Lanterns", status="draft")
    assert await topics(member, "lanterns") == []


async def test_articles_from_before_the_search_are_found_after_a_start(
    db: BaseDBAsyncClient, member: Person
) -> None:
    await add(db, "Lanterns")
    await rows(db, "DELETE FROM article_search")
    assert await topics(member, "lanterns") == []
    assert await service.load_starters() == 0
    assert await topics(member, "lanterns") == ["habits"]
    assert await search.missing(db) == set()


@pytest.mark.parametrize(
    "text",
    [
        '"', "'", "\"habits", "habits\"*", "NEAR(a b)", "title : habits", "{title} : x", "a AND",
        "OR OR", "NOT", "-habits", "^habits", "habits:*", "habits & !plan", "(((", "a <-> b", "\\",
        "%", "_", ";--", "' OR 1=1 --", "\u0001", "\u202e", "\ufffd", "🙂", "ß" * 200, "*" * 200,
        "a " * 100, "½ x² ﬁ", "日本語", "שלום", "हिन्दी", "١٢٣", "e\u0301" * 60, "0x1f 1e5 -1 1.5",
    ],
)  # fmt: skip
async def test_no_search_is_an_error(db: BaseDBAsyncClient, member: Person, text: str) -> None:
    await topics(member, text)
    await search.find(db, text)


async def test_random_searches_are_no_errors(db: BaseDBAsyncClient) -> None:
    for text in random_texts(150):
        await search.find(db, text)


def random_texts(count: int) -> list[str]:
    """Texts as hypothesis thinks of them."""
    found: list[str] = []

    @given(st.text(max_size=60))
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found[:count]


async def test_other_words_do_not_lead_to_treatments(member: Person) -> None:
    """Who searches for a depression has not asked for a drug."""
    for text in ("depression", "treatments", "therapy", "blood", "mushrooms in soup", "psych"):
        assert not {"ketamine_therapy", "psilocybin"} & set(await topics(member, text)), text
    assert (await topics(member, "keta"))[0] == "ketamine_therapy"
    assert (await topics(member, "Zauberp"))[0] == "psilocybin"


async def test_who_chose_treatments_finds_them_by_other_words_last(member: Person) -> None:
    chosen = member.op("profile", str(member.id), {"treatments": True, "adult": True})
    await member.sync(chosen)
    found = await topics(member, "depression")
    assert found[-1] in ("ketamine_therapy", "psilocybin")
    assert found[0] == "emotional_control"


async def test_a_search_that_speaks_of_suicide_finds_nothing(member: Person) -> None:
    assert await topics(member, "habits suicide") == []


async def lines(person: Person, text: str) -> list[str]:
    answer = await person.http.get("/api/articles/must-show", params={"search": text})
    assert answer.status_code == 200, answer.text
    found: list[str] = answer.json()
    return found


async def test_a_search_brings_help_and_says_why_something_is_not_there(member: Person) -> None:
    assert await lines(member, "habits") == []
    assert await lines(member, "I want to die") == ["crisis_card", "emergency_line"]
    await member.sync(member.op("profile", str(member.id), {"adult": False}))
    assert await lines(member, "shrooms") == ["support_card", "not_available_explanation"]
