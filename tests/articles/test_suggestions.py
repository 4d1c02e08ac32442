"""What is suggested once a person has read, saved, dismissed or chosen something."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from backend.articles import queries, service
from backend.database import uuid7
from tests.support import Person, dump

TODAY = clock.today("UTC", 3)


@pytest.fixture(autouse=True)
async def starters(db: BaseDBAsyncClient) -> None:
    """The library holds the starter articles."""
    await service.load_starters()


async def suggested(person: Person) -> dict[str, Any]:
    answer = await person.http.get("/api/articles/suggestions")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def topics(person: Person) -> list[str]:
    return [item["article"]["topic"] for item in (await suggested(person))["items"]]


async def reading(db: BaseDBAsyncClient, person: Person, slug: str, **fields: Any) -> None:
    found = next(a for a in await queries.of_every_status(db) if a.slug == slug)
    result = await person.sync(person.op("reading", str(found.id), fields))
    assert result["results"][0]["status"] == "applied", result


async def profile(person: Person, **fields: Any) -> None:
    result = await person.sync(person.op("profile", str(person.id), fields))
    assert result["results"][0]["status"] == "applied", result


async def steady(person: Person) -> None:
    """Twenty days of which nothing stands out."""
    for n in range(20):
        await person.check_in(3, day(n))


def day(ago: int) -> str:
    return (TODAY - timedelta(days=ago)).isoformat()


async def copy(db: BaseDBAsyncClient, slug: str, **values: Any) -> str:
    """The slug of another published article like a starter."""
    one = next(a for a in await queries.of_every_status(db) if a.slug == slug)
    id_ = uuid7()
    own = {c: getattr(one, c) for c in queries.COLUMNS}
    made = {
        "id": id_,
        "slug": f"{slug}-2",
        "url_key": str(id_),
        "url": f"https://example.org/{id_}",
    }
    await queries.insert(db, {**own, **made, **values})
    return f"{slug}-2"


async def test_a_new_person_gets_the_starter_set(member: Person) -> None:
    found = await suggested(member)
    assert (found["state"], found["mustShow"]) == ("too_early", [])
    assert {item["reason"] for item in found["items"]} == {"starter"}
    assert await topics(member) == ["habits", "emotional_control", "self_confidence"]


async def test_they_are_the_same_as_beside_the_trend(member: Person) -> None:
    await steady(member)
    trends = (await member.http.get("/api/trends")).json()
    found = await suggested(member)
    assert found["items"] == trends["suggestions"]
    assert found["state"] == trends["state"] == "ready"


async def test_what_was_read_comes_last_for_fourteen_days(
    db: BaseDBAsyncClient, member: Person
) -> None:
    await reading(db, member, "habits", readOn=day(13))
    assert await topics(member) == ["emotional_control", "self_confidence", "habits"]
    await reading(db, member, "habits", readOn=day(14))
    assert (await topics(member))[0] == "habits"


async def test_another_article_of_the_topic_is_still_unread(
    db: BaseDBAsyncClient, member: Person
) -> None:
    slug = await copy(db, "habits")
    await reading(db, member, "habits", readOn=day(0))
    first = (await suggested(member))["items"][0]["article"]
    assert (first["topic"], first["slug"]) == ("habits", slug)


async def test_less_like_this_hides_the_topic_until_its_day(
    db: BaseDBAsyncClient, member: Person
) -> None:
    await reading(db, member, "habits", lessUntil=day(-90))
    assert "habits" not in await topics(member)
    await reading(db, member, "habits", lessUntil=day(1))
    assert "habits" in await topics(member)


async def test_a_deleted_reading_counts_no_more(db: BaseDBAsyncClient, member: Person) -> None:
    await reading(db, member, "habits", lessUntil=day(-90))
    await reading(db, member, "habits", deleted=True)
    assert "habits" in await topics(member)


async def test_less_of_an_article_that_is_withdrawn_still_counts(
    db: BaseDBAsyncClient, member: Person
) -> None:
    await copy(db, "habits", status="withdrawn")
    await reading(db, member, "habits-2", lessUntil=day(-90))
    assert "habits" not in await topics(member)


async def test_somebody_elses_readings_do_not_count(
    db: BaseDBAsyncClient, member: Person, other: Person
) -> None:
    await reading(db, other, "habits", lessUntil=day(-90))
    assert (await topics(member))[0] == "habits"


async def test_an_interest_comes_first_where_nothing_else_speaks(member: Person) -> None:
    await profile(member, interests=["self_confidence"])
    assert await topics(member) == ["self_confidence", "habits", "emotional_control"]
    await steady(member)
    await profile(member, interests=["diet_anxiety"])
    first = (await suggested(member))["items"][0]
    assert (first["article"]["topic"], first["reason"]) == ("diet_anxiety", "next_best")
    assert first["numbers"] == {"interest": 1}


async def test_an_interest_opens_no_gate(member: Person) -> None:
    await steady(member)
    everything = ["diet_anxiety", "ketamine_therapy", "psilocybin"]
    await profile(member, interests=everything, treatments=False, flags=["eating_disorder"])
    assert not set(await topics(member)) & set(everything)


async def test_a_tighter_gate_than_the_topics_is_kept(
    db: BaseDBAsyncClient, member: Person
) -> None:
    newest = await copy(db, "habits", gate="treatments", reviewed_on=TODAY)
    slugs = [item["article"]["slug"] for item in (await suggested(member))["items"]]
    assert slugs[0] == "habits"
    listed = [c["slug"] for c in (await member.http.get("/api/articles")).json()]
    assert newest not in listed
    await profile(member, adult=False)
    assert (await member.http.get(f"/api/articles/{newest}")).status_code == 404


async def test_a_drug_topic_needs_its_companion(db: BaseDBAsyncClient, member: Person) -> None:
    await profile(member, treatments=True)
    assert (await member.http.get("/api/articles/psilocybin")).status_code == 200
    companion = next(
        a for a in await queries.of_every_status(db) if a.topic == "serotonin_syndrome"
    )
    await queries.update(db, companion.id, {"status": "withdrawn"})
    assert (await member.http.get("/api/articles/psilocybin")).status_code == 404
    answer = await member.http.get("/api/articles", params={"search": "psilocybin"})
    assert answer.json() == []


async def test_a_drug_topic_that_was_read_warns_who_takes_a_medicine(
    db: BaseDBAsyncClient, member: Person
) -> None:
    await profile(member, treatments=True, medicines=["ssri"])
    assert "serotonin_syndrome" not in await topics(member)
    await reading(db, member, "psilocybin", readOn=day(0))
    found = await suggested(member)
    assert found["items"][0]["article"]["topic"] == "serotonin_syndrome"
    assert found["items"][0]["reason"] == "safety.medicine"
    assert "talk_to_prescriber_line" in found["mustShow"]


async def test_after_the_help_button_only_calm_topics_come(member: Person) -> None:
    await steady(member)
    await profile(member, helpPressedAt=clock.now_ms(), treatments=True, interests=["psilocybin"])
    found = await suggested(member)
    assert (found["state"], found["mustShow"][0]) == ("support", "support_card")
    assert await topics(member) == ["emotional_control", "habits"]


async def test_switched_off_there_are_none(member: Person) -> None:
    await profile(member, suggestions=False)
    assert await suggested(member) == {"state": "off", "items": [], "mustShow": []}


@pytest.mark.parametrize("kind", ["dead_link", "wrong", "unsafe", "other"])
async def test_a_problem_is_kept_without_who_told_it(
    db: BaseDBAsyncClient, member: Person, kind: str
) -> None:
    body = {"kind": kind, "text": " The link leads nowhere. "}
    answer = await member.http.post("/api/articles/habits/reports", json=body)
    assert answer.status_code == 204, answer.text
    (kept,) = await dump(db, "article_reports")
    assert (kept["kind"], kept["text"]) == (kind, "The link leads nowhere.")
    assert str(member.id) not in str(kept)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"kind": "bad"}, {"kind": "wrong", "text": "x" * 501}, {"kind": "wrong", "who": "me"},
        {"kind": "wrong", "text": "a\x00b"}, {"kind": "wrong", "text": 1}, [],
    ],
)  # fmt: skip
async def test_a_problem_has_a_shape(db: BaseDBAsyncClient, member: Person, body: Any) -> None:
    answer = await member.http.post("/api/articles/habits/reports", json=body)
    assert answer.status_code in (400, 422)
    assert await dump(db, "article_reports") == []


async def test_ten_problems_a_day_are_enough(
    db: BaseDBAsyncClient, member: Person, other: Person
) -> None:
    for _ in range(10):
        assert await told(member) == 204
    assert await told(member) == 429
    assert await told(other) == 204
    assert len(await dump(db, "article_reports")) == 11


async def test_a_problem_is_only_taken_of_what_a_person_may_read(member: Person) -> None:
    await profile(member, adult=False)
    assert await told(member, "ketamine-therapy") == 404
    assert await told(member, "none") == 404


async def told(person: Person, slug: str = "habits") -> int:
    answer = await person.http.post(f"/api/articles/{slug}/reports", json={"kind": "wrong"})
    return answer.status_code


async def test_it_asks_to_sign_in(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/articles/suggestions")).status_code == 401
    told = await client.post("/api/articles/habits/reports", json={"kind": "wrong"})
    assert told.status_code == 401
