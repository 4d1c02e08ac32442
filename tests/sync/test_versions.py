"""Values that lose to another device are kept, and can be taken back."""

from typing import Any
from uuid import uuid4

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.sync import jobs
from tests.support import Person, dump

TODAY = clock.today("UTC", 3)
DAY_MS = 86_400_000


async def versions(person: Person, entity: str, id_: str) -> list[dict[str, Any]]:
    """What the API lists of a row."""
    answer = await person.http.get(f"/api/versions/{entity}/{id_}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def other_device(person: Person) -> None:
    """What the person writes from here on comes from another device."""
    person.device = str(uuid4())


async def test_a_value_that_another_device_replaces_is_kept(member: Person) -> None:
    mood = await member.check_in(4, note="First")
    other_device(member)
    op = member.op("mood", mood, {"note": "Second", "level": 4})
    await member.sync(op)
    (kept,) = await versions(member, "mood", mood)
    assert (kept["field"], kept["value"], kept["op"]) == ("note", "First", op["opId"])
    assert abs(kept["lostAt"] - clock.now_ms()) < 60_000
    other_device(member)
    await member.sync(member.op("mood", mood, {"note": "Third"}))
    assert [v["value"] for v in await versions(member, "mood", mood)] == ["Second", "First"]


async def test_a_value_that_comes_too_late_is_kept(member: Person) -> None:
    habit = await member.add_habit()
    entry = f"{habit}:{TODAY}"
    await member.sync(member.op("entry", entry, {"value": 0}, ms=2_000))
    other_device(member)
    late = member.op("entry", entry, {"value": 1}, ms=1_000)
    await member.sync(late, late)
    (kept,) = await versions(member, "entry", entry)
    assert kept == {
        "field": "value", "value": 1, "stamp": late["stamp"], "op": late["opId"],
        "lostAt": kept["lostAt"],
    }  # fmt: skip


async def test_the_same_device_and_the_same_value_leave_nothing_behind(
    member: Person, db: BaseDBAsyncClient
) -> None:
    habit = await member.add_habit("Walk", planWhen="it is noon")
    await member.sync(member.op("habit", habit, {"name": "Stroll"}))
    await member.sync(member.op("habit", habit, {"name": "Ramble"}, ms=1_000))
    other_device(member)
    await member.sync(member.op("habit", habit, {"name": "Stroll", "colour": 5}))
    assert await dump(db, "versions") == []  # the colour had been 0 by nobody's hand


async def test_a_value_taken_back_is_written_like_any_other(member: Person) -> None:
    habit = await member.add_habit("Walk", planWhen="it is noon")
    other_device(member)
    await member.sync(member.op("habit", habit, {"planWhen": "it is one"}))
    (kept,) = await versions(member, "habit", habit)
    assert kept["field"] == "planWhen"
    other_device(member)
    answer = await member.sync(member.op("habit", habit, {kept["field"]: kept["value"]}))
    assert answer["changes"][0]["fields"]["planWhen"] == "it is noon"
    assert [v["value"] for v in await versions(member, "habit", habit)] == [
        "it is one", "it is noon",
    ]  # fmt: skip


async def test_lists_dates_and_references_are_kept_as_they_were_sent(member: Person) -> None:
    factor, group = await member.add_factor("Coffee"), str(uuid4())
    mood = await member.check_in(4, factors=[factor], emotions=["calm"])
    habit = await member.add_habit(groupId=group, startsOn=str(TODAY))
    other_device(member)
    await member.sync(
        member.op("mood", mood, {"factors": [], "emotions": ["sad"]}),
        member.op("habit", habit, {"groupId": None, "startsOn": None}),
    )
    of_mood = {v["field"]: v["value"] for v in await versions(member, "mood", mood)}
    of_habit = {v["field"]: v["value"] for v in await versions(member, "habit", habit)}
    assert of_mood == {"factors": [factor], "emotions": ["calm"]}
    assert of_habit == {"groupId": group, "startsOn": str(TODAY)}


@pytest.mark.parametrize(
    "path", ["mood/{mood}", "spaceship/{mood}", "mood/nonsense", "habit/{mood}"]
)
async def test_what_is_not_yours_or_not_there_is_not_found(
    member: Person, other: Person, path: str
) -> None:
    mood = await other.check_in(4, note="Theirs")
    answer = await member.http.get(f"/api/versions/{path.format(mood=mood)}")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:everkeel:not-found")


async def test_kept_values_go_after_400_days(member: Person, db: BaseDBAsyncClient) -> None:
    moods = [await member.check_in(4, note="First") for _ in range(2)]
    other_device(member)
    for mood, days in zip(moods, (401, 399), strict=True):
        await member.sync(member.op("mood", mood, {"note": "Second"}))
        text = "UPDATE versions SET lost_at = ? WHERE entity_id = ?"
        await database.rows(db, text, clock.now_ms() - days * DAY_MS, mood)
    await jobs.forget()
    assert [len(await versions(member, "mood", mood)) for mood in moods] == [0, 1]
