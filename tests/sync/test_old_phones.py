"""An old phone's change never beats a newer one, whatever its clock says; its own last tap wins."""

from typing import Any
from uuid import uuid4

from backend import clock, database
from tests.support import Person

HOUR_MS = 3_600_000
TODAY = clock.today("UTC", 3)


def renamed(person: Person, habit: str, name: str, ms: int, device: str = "") -> dict[str, Any]:
    """An operation of that instant, as the phone's clock has it."""
    op = person.op("habit", habit, {"name": name}, ms)
    return {**op, "stamp": op["stamp"][:21] + (device or person.device)}


async def name_of(person: Person, habit: str) -> str:
    """What the server calls the habit."""
    person.cursor = 0
    changes = (await person.sync())["changes"]
    [name] = [c["fields"]["name"] for c in changes if c["entityId"] == habit]
    return str(name)


async def test_what_was_written_days_ago_loses_and_is_kept_as_a_version(member: Person) -> None:
    old, now = str(uuid4()), clock.now_ms()
    habit = await member.add_habit("Walk")
    await member.sync(renamed(member, habit, "Run", now))
    answer = await member.sync(renamed(member, habit, "Swim", now - 72 * HOUR_MS, old))
    assert answer["results"][0]["status"] == "superseded"
    assert answer["changes"][0]["fields"]["name"] == "Run"
    versions = (await member.http.get(f"/api/versions/habit/{habit}")).json()
    assert [(v["field"], v["value"]) for v in versions] == [("name", "Swim")]


async def test_a_phone_in_the_future_wins_only_until_somebody_writes_again(member: Person) -> None:
    old = str(uuid4())
    for ahead in (6 * 60_000, 72 * HOUR_MS, 400 * 24 * HOUR_MS, 8_000_000_000_000):
        habit = await member.add_habit("Walk")
        await member.sync(renamed(member, habit, "Swim", clock.now_ms() + ahead, old))
        assert await name_of(member, habit) == "Swim"
        await member.sync(renamed(member, habit, "Run", clock.now_ms() + 1_000))
        assert await name_of(member, habit) == "Run"


async def test_the_last_tap_wins_after_a_long_batch_from_the_future(member: Person) -> None:
    habit, ahead = await member.add_habit("Walk"), clock.now_ms() + 400 * 24 * HOUR_MS
    await member.sync(*(renamed(member, habit, f"{n}", ahead + n) for n in range(200)))
    await member.sync(renamed(member, habit, "last", ahead + 500))
    assert await name_of(member, habit) == "last"


async def test_the_last_tap_wins_when_the_clock_leaps_between_two(member: Person) -> None:
    habit, now = await member.add_habit("Walk"), clock.now_ms()
    first = renamed(member, habit, "two minutes ahead", now + 120_000)
    await member.sync(first, renamed(member, habit, "three days ahead", now + 72 * HOUR_MS))
    assert await name_of(member, habit) == "three days ahead"
    await member.sync(renamed(member, habit, "undone", now + 72 * HOUR_MS + 900))
    assert await name_of(member, habit) == "undone"


async def test_moods_of_two_phones_with_wrong_clocks_are_all_kept(member: Person) -> None:
    for hours in (-9_600, -24, 0, 72, 9_600):
        fields = {"day": str(TODAY), "at": clock.now_ms(), "level": 3}
        op = member.op("mood", str(database.uuid7()), fields, clock.now_ms() + hours * HOUR_MS)
        answer = await member.sync({**op, "stamp": op["stamp"][:21] + str(uuid4())})
        assert answer["results"][0]["status"] == "applied"
    member.cursor = 0
    assert [c["entity"] for c in (await member.sync())["changes"]].count("mood") == 5
