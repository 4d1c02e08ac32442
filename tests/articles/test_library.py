"""The library as members read it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from backend.articles import queries, service
from tests.support import Person


@pytest.fixture(autouse=True)
async def starters(db: BaseDBAsyncClient) -> None:
    """The library holds the starter articles."""
    await service.load_starters()


async def profile(person: Person, **fields: Any) -> None:
    result = await person.sync(person.op("profile", str(person.id), fields))
    assert result["results"][0]["status"] == "applied", result


async def topics(person: Person, search: str = "") -> list[str]:
    answer = await person.http.get("/api/articles", params={"search": search})
    assert answer.status_code == 200, answer.text
    return [card["topic"] for card in answer.json()]


async def test_it_lists_treatments_only_for_who_chose_them(member: Person) -> None:
    assert await topics(member) == [
        "habits", "emotional_control", "self_confidence", "diet_anxiety", "serotonin_syndrome",
    ]  # fmt: skip
    await profile(member, treatments=True)
    assert await topics(member) == [
        "habits", "emotional_control", "self_confidence", "diet_anxiety", "serotonin_syndrome",
        "ketamine_therapy", "psilocybin",
    ]  # fmt: skip


async def test_a_card_carries_gate_and_warnings(member: Person) -> None:
    card = (await member.http.get("/api/articles", params={"search": "ketamine"})).json()[0]
    assert card["slug"] == "ketamine-therapy"
    assert card["gate"] == "treatments"
    assert "drugs" in card["contentWarnings"]
    assert set(card) == {
        "id", "slug", "topic", "title", "summary", "evidenceLevel", "minutes", "gate",
        "contentWarnings", "reviewedOn",
    }  # fmt: skip


async def test_a_page_is_whole_and_brings_its_companion(member: Person) -> None:
    answer = await member.http.get("/api/articles/psilocybin")
    page = answer.json()
    assert answer.status_code == 200
    assert len(page["keyPoints"]) >= 3
    assert page["sources"][0].keys() == {"title", "url", "doi", "year", "n", "kind"}
    assert [card["slug"] for card in page["companions"]] == ["serotonin-syndrome"]
    assert {"content_warning", "evidence_note"} <= set(page["mustShow"])
    assert page["reviewer"] == "everkeel"


async def test_texts_come_in_the_readers_language(member: Person) -> None:
    await profile(member, language="de")
    page = (await member.http.get("/api/articles/habits")).json()
    assert "Gewohnheit" in page["title"]
    assert "habits" in await topics(member, "gewohnheit")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("shrooms", ["psilocybin"]),
        ("MEDIAN WAS 66", ["habits"]),
        ("100%", []),
        ("h_bits", []),
        ("no such words", []),
    ],
)
async def test_search_looks_into_texts_and_other_names(
    member: Person, search: str, found: list[str]
) -> None:
    assert await topics(member, search) == found


@pytest.mark.parametrize("search", ["a\x00b", "x" * 201])
async def test_search_refuses_nul_and_long_text(member: Person, search: str) -> None:
    answer = await member.http.get("/api/articles", params={"search": search})
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    ("settings_of_a_person", "hidden"),
    [
        ({"adult": False}, {"ketamine_therapy", "psilocybin"}),
        ({"adult": True, "birthYear": 2015}, {"ketamine_therapy", "psilocybin"}),
        ({"flags": ["in_recovery"]}, {"ketamine_therapy", "psilocybin"}),
        ({"flags": ["eating_disorder"]}, {"diet_anxiety"}),
        ({"adult": True, "birthYear": 1980, "treatments": True}, set()),
    ],
)
async def test_it_hides_what_a_person_must_not_see(
    member: Person, settings_of_a_person: dict[str, Any], hidden: set[str]
) -> None:
    await profile(member, treatments=True)
    everything = set(await topics(member))
    await profile(member, **settings_of_a_person)
    assert everything - set(await topics(member)) == hidden
    assert not set(await topics(member, "shrooms ketamine diet")) & hidden


async def test_a_hidden_article_is_not_there_for_its_address_either(member: Person) -> None:
    await profile(member, adult=False)
    assert (await member.http.get("/api/articles/psilocybin")).status_code == 404
    page = (await member.http.get("/api/articles/serotonin-syndrome")).json()
    assert page["slug"] == "serotonin-syndrome"


async def test_skipped_meals_hide_food_topics(member: Person) -> None:
    today = clock.today("UTC", 3)
    skipped = await member.add_factor("Skipped meal")
    for n in range(3):
        day = (today - timedelta(days=n)).isoformat()
        await member.check_in(3, day, factors=[skipped])
    assert "diet_anxiety" not in await topics(member)


async def test_after_the_help_button_drug_topics_rest_for_a_week(member: Person) -> None:
    await profile(member, helpPressedAt=clock.now_ms())
    shown = await topics(member)
    assert "ketamine_therapy" not in shown
    assert "serotonin_syndrome" in shown


async def test_a_medicine_adds_the_line_about_the_prescriber(member: Person) -> None:
    await profile(member, medicines=["ssri"])
    page = (await member.http.get("/api/articles/ketamine-therapy")).json()
    assert "talk_to_prescriber_line" in page["mustShow"]


@pytest.mark.parametrize("slug", ["none", "%00", "a" * 300, "x'--"])
async def test_an_unknown_article_is_not_found(member: Person, slug: str) -> None:
    answer = await member.http.get(f"/api/articles/{slug}")
    assert answer.status_code in (400, 404)


async def test_it_asks_to_sign_in(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/articles")).status_code == 401


async def test_a_page_says_whether_the_admins_here_reviewed_it(
    db: BaseDBAsyncClient, member: Person
) -> None:
    known = next(a for a in await queries.of_every_status(db) if a.slug == "habits")
    await queries.update(db, known.id, {"starter_hash": ""})
    page = (await member.http.get("/api/articles/habits")).json()
    assert page["reviewer"] == "admins"


async def test_a_companion_never_leads_to_treatments_that_nobody_chose(
    db: BaseDBAsyncClient, member: Person
) -> None:
    known = next(a for a in await queries.of_every_status(db) if a.slug == "habits")
    await queries.update(db, known.id, {"companions": ["psilocybin", "emotional-control"]})
    page = (await member.http.get("/api/articles/habits")).json()
    assert [card["slug"] for card in page["companions"]] == ["emotional-control"]
    await profile(member, treatments=True)
    page = (await member.http.get("/api/articles/habits")).json()
    assert [card["slug"] for card in page["companions"]] == ["psilocybin", "emotional-control"]


@pytest.mark.parametrize("search", ["%ED%A0%80", "%FF", "%22%2A", "a%00", "%F0%9F%99%82"])
async def test_no_bytes_of_a_search_break_it(member: Person, search: str) -> None:
    answer = await member.http.get(f"/api/articles?search={search}")
    assert answer.status_code in (200, 400, 422)
