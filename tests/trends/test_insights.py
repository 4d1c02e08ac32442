"""GET /api/insights as the app reads it, and what the nightly job keeps."""

from asyncio import gather
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.articles import service as articles
from backend.trends import jobs
from tests.support import Person, dump
from tests.trends import diaries
from tests.trends.diaries import day, focus, profile, tea_times, walks

DAY_MS = 86_400_000


async def read(person: Person) -> dict[str, Any]:
    answer = await person.http.get("/api/insights")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def looks(person: Person, kind: str, id_: str) -> list[dict[str, Any]]:
    answer = await person.http.get(f"/api/insights/{kind}/{id_}/looks")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def later(days: int) -> time_machine.travel:
    """So many days from now, at the same hour."""
    return time_machine.travel(clock.now() + timedelta(days=days), tick=True)


async def test_nothing_chosen_is_off(member: Person) -> None:
    await walks(member, 5)
    assert await read(member) == {
        "state": "off", "focus": [], "nextLookOn": None, "anchor": None, "insights": [],
    }  # fmt: skip


async def test_the_first_choice_is_looked_at_at_once(member: Person) -> None:
    habit = await walks(member, 135)
    await focus(member, f"habit:{habit}")
    found = await read(member)
    assert (found["state"], found["focus"]) == ("ready", [f"habit:{habit}"])
    assert (found["anchor"], found["nextLookOn"]) == (day(134), day(-16))
    same, after = found["insights"]
    assert (same["kind"], same["id"], same["timing"]) == ("habit", habit, "same_day")
    assert (same["state"], same["since"], same["lookedOn"]) == ("shown", day(44), day(14))
    assert 0.4 < same["low"] < same["estimate"] < same["high"]
    assert (same["days"], same["used"], same["level"]) == (120, 119, 0.975)
    assert same["lacks"] == []
    assert (after["timing"], after["state"]) == ("day_after", "no_link")


async def test_every_look_can_be_traced(member: Person) -> None:
    habit = await walks(member, 135)
    await focus(member, f"habit:{habit}")
    await read(member)
    found = await looks(member, "habit", habit)
    assert [one["lookedOn"] for one in found] == [
        day(n) for n in (14, 14, 44, 44, 74, 74, 104, 104)
    ]
    same = [one for one in found if one["timing"] == "same_day"]
    assert [one["state"] for one in same] == ["shown", "possible", "too_early", "too_early"]
    assert [one["used"] for one in same] == [119, 89, 59, 29]
    assert [one["tested"] for one in same] == [1, 1, 0, 0]
    assert {"want": "days", "have": 59, "need": 60} in same[2]["lacks"]
    assert same[0]["p"] == same[0]["adjusted"]
    assert {one["method"] for one in found} == {"2026-11-1"}


async def test_looking_again_changes_nothing(member: Person, db: BaseDBAsyncClient) -> None:
    habit = await walks(member, 100)
    await focus(member, f"habit:{habit}")
    first = await read(member)
    kept = await dump(db, "insight_looks")
    assert await read(member) == first
    await jobs.look()
    assert await dump(db, "insight_looks") == kept


async def test_whoever_looks_at_the_same_time_makes_each_look_once(
    member: Person, db: BaseDBAsyncClient
) -> None:
    habit = await walks(member, 100)
    await focus(member, f"habit:{habit}")
    first, second, _ = await gather(read(member), read(member), jobs.look())
    assert first == second
    assert len(await dump(db, "insight_looks")) == 2 * 3
    with later(25):
        await gather(jobs.look(), read(member), jobs.look())
    assert len(await dump(db, "insight_looks")) == 2 * 4


async def test_a_factor_is_compared_like_a_habit(member: Person) -> None:
    factor = await tea_times(member, 125)
    await focus(member, f"factor:{factor}")
    same, _ = (await read(member))["insights"]
    assert (same["kind"], same["id"], same["state"]) == ("factor", factor, "shown")
    assert 100 < same["used"] <= 119
    assert (await member.http.get(f"/api/insights/habit/{factor}/looks")).status_code == 404
    assert len(await looks(member, "factor", factor)) == 8


async def test_before_a_test_it_says_what_is_missing_today(member: Person) -> None:
    habit = await walks(member, 38)
    await focus(member, f"habit:{habit}")
    same, after = (await read(member))["insights"]
    assert (same["state"], same["lookedOn"], same["estimate"]) == ("too_early", day(7), None)
    assert same["lacks"][0] == {"want": "days", "have": 37, "need": 60}
    assert after["lacks"][0]["have"] == 36


async def test_without_any_mood_there_is_no_plan_yet(member: Person, db: BaseDBAsyncClient) -> None:
    habit = await member.add_habit()
    await focus(member, f"habit:{habit}")
    found = await read(member)
    assert (found["state"], found["anchor"], found["nextLookOn"]) == ("ready", None, None)
    assert [one["state"] for one in found["insights"]] == ["too_early"] * 2
    assert {"want": "days", "have": 0, "need": 60} in found["insights"][0]["lacks"]
    assert await dump(db, "insight_plans") == []


async def test_a_habit_of_single_days_can_never_be_compared(member: Person) -> None:
    await walks(member, 20)
    stretch = await member.add_habit("Stretch", weekdays=0b0010101)
    await focus(member, f"habit:{stretch}")
    for one in (await read(member))["insights"]:
        assert one["lacks"] == [{"want": "own_pattern", "have": 0, "need": 1}]


async def test_a_later_choice_counts_from_the_next_look(member: Person) -> None:
    habit = await walks(member, 135)
    tea = await member.add_habit("Tea")
    await focus(member, f"habit:{tea}")
    await read(member)
    await focus(member, f"habit:{tea}", f"habit:{habit}")
    found = await read(member)
    assert [one["id"] for one in found["insights"]] == [tea, tea, habit, habit]
    waiting = found["insights"][2]
    assert (waiting["state"], waiting["lookedOn"], waiting["lacks"]) == ("too_early", None, [])
    assert await looks(member, "habit", habit) == []
    with later(16):
        await jobs.look()
        assert (await read(member))["insights"][2]["state"] == "possible"
    assert [one["lookedOn"] for one in await looks(member, "habit", habit)] == [day(-16)] * 2


async def test_what_is_no_longer_wanted_is_gone_at_once_and_back_until_the_next_look(
    member: Person,
) -> None:
    habit, key = await walks(member, 135), ""
    key = f"habit:{habit}"
    await focus(member, key)
    await read(member)
    await focus(member)
    assert (await read(member))["state"] == "off"
    await focus(member, key)
    assert (await read(member))["insights"][0]["state"] == "shown"
    await focus(member)
    with later(20):
        await jobs.look()
        await focus(member, key)
        assert (await read(member))["insights"][0]["lookedOn"] is None


async def test_a_shown_link_that_fails_is_told(member: Person, db: BaseDBAsyncClient) -> None:
    habit = await walks(member, 135)
    await focus(member, f"habit:{habit}")
    assert (await read(member))["insights"][0]["state"] == "shown"
    await database.rows(db, "UPDATE moods SET deleted = ? WHERE user_id = ?", True, member.id)
    await diaries.send(member, [diaries.mood(member, n, 2 + n * 7 % 3) for n in range(135)])
    with later(16):
        same = (await read(member))["insights"][0]
    assert (same["state"], same["since"]) == ("gone", None)


async def test_a_look_that_cannot_test_leaves_the_numbers_of_the_one_before(
    member: Person, db: BaseDBAsyncClient
) -> None:
    habit = await walks(member, 135)
    await focus(member, f"habit:{habit}")
    before = (await read(member))["insights"][0]
    await database.rows(db, "UPDATE moods SET level = 3 WHERE user_id = ?", member.id)
    with later(16):
        same = (await read(member))["insights"][0]
    assert (same["state"], same["estimate"]) == ("shown", before["estimate"])
    assert same["lookedOn"] == before["lookedOn"]
    assert [lack["want"] for lack in same["lacks"]] == ["mood_spread"]


async def test_the_job_looks_on_the_fixed_day_of_the_person(
    member: Person, db: BaseDBAsyncClient
) -> None:
    habit = await walks(member, 65)
    await focus(member, f"habit:{habit}")
    due = date.fromisoformat((await read(member))["nextLookOn"])
    before = len(await dump(db, "insight_looks"))
    (plan,) = await dump(db, "insight_plans")
    for hour, made in ((2, 0), (4, 2)):  # the personal day begins at three
        moment = f"{due}T0{hour}:00:00Z"
        with time_machine.travel(moment):
            await jobs.look()
        assert len(await dump(db, "insight_looks")) == before + made
    (moved,) = await dump(db, "insight_plans")
    assert (moved["lease_until"], plan["lease_until"]) == (None, None)
    assert database.as_date(moved["next_look_on"]) == due + timedelta(days=30)


async def test_missed_looks_are_made_up_on_their_days(member: Person) -> None:
    habit = await walks(member, 65)
    await focus(member, f"habit:{habit}")
    await read(member)
    with later(90):
        await jobs.look()
    found = await looks(member, "habit", habit)
    days = [one["lookedOn"] for one in found if one["timing"] == "same_day"]
    assert days == [day(n) for n in (-86, -56, -26, 4, 34)]


async def test_whom_another_process_holds_is_left_to_it(
    member: Person, db: BaseDBAsyncClient
) -> None:
    habit = await walks(member, 65)
    await focus(member, f"habit:{habit}")
    await read(member)
    before = len(await dump(db, "insight_looks"))
    with later(30):
        hold = "UPDATE insight_plans SET lease_until = ?"
        await database.rows(db, hold, clock.now_ms() + 60_000)
        await jobs.look()
        assert len(await dump(db, "insight_looks")) == before
        await database.rows(db, hold, clock.now_ms() - 1)
        await jobs.look()
    assert len(await dump(db, "insight_looks")) == before + 2


async def test_one_persons_failure_is_not_anothers(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    for person in (member, other):
        await focus(person, f"habit:{await walks(person, 31)}")
        await read(person)
    await database.rows(db, "UPDATE profiles SET focus = ? WHERE user_id = ?", "[1]", member.id)
    with later(30):
        await jobs.look()
    habit = (await read(other))["insights"][0]["id"]
    assert len(await looks(other, "habit", habit)) == 4


async def test_in_a_hard_time_there_are_no_insights(member: Person) -> None:
    habit = await walks(member, 135)
    await focus(member, f"habit:{habit}")
    await read(member)
    await profile(member, helpPressedAt=clock.now_ms() - 6 * DAY_MS)
    assert await read(member) == {
        "state": "support", "focus": [], "nextLookOn": None, "anchor": None, "insights": [],
    }  # fmt: skip
    assert await looks(member, "habit", habit) == []
    await profile(member, helpPressedAt=clock.now_ms() - 8 * DAY_MS)
    assert (await read(member))["state"] == "ready"


async def test_a_shown_link_brings_its_article(member: Person) -> None:
    await articles.load_starters()
    habit = await walks(member, 135)
    await focus(member, f"habit:{habit}")
    shown = (await read(member))["insights"][0]
    answer = await member.http.get("/api/trends")
    first = answer.json()["suggestions"][0]
    assert (first["reason"], first["article"]["topic"]) == ("insight.supported", "habits")
    assert first["numbers"]["effect"] == round(shown["estimate"], 2)
    await focus(member)
    reasons = [
        one["reason"] for one in (await member.http.get("/api/trends")).json()["suggestions"]
    ]
    assert "insight.supported" not in reasons


async def test_archived_and_deleted_subjects_are_left_out(member: Person) -> None:
    await walks(member, 5)
    old, gone = await member.add_habit(archived=True), await member.add_habit()
    rested, factor = await member.add_factor("Rest"), await member.add_factor("Tea")
    await diaries.send(
        member,
        [
            member.op("habit", gone, {"deleted": True}),
            member.op("factor", rested, {"archived": True}),
        ],
    )
    await focus(member, f"habit:{old}", f"habit:{gone}", f"factor:{rested}")
    assert (await read(member))["state"] == "off"
    await focus(member, f"habit:{old}", f"factor:{factor}")
    assert (await read(member))["focus"] == [f"factor:{factor}"]


async def test_nobody_reads_the_insights_of_somebody_else(member: Person, other: Person) -> None:
    habit = await walks(member, 100)
    await focus(member, f"habit:{habit}")
    await read(member)
    await walks(other, 5)
    await focus(other, f"habit:{habit}")
    assert (await read(other))["state"] == "off"
    assert (await other.http.get(f"/api/insights/habit/{habit}/looks")).status_code == 404


@pytest.mark.parametrize("path", ["mood/{}", "habit/x", "habit/{}/more"])
async def test_other_addresses_are_refused(member: Person, path: str) -> None:
    answer = await member.http.get(f"/api/insights/{path.format(member.id)}/looks")
    assert answer.status_code in (400, 404, 422)
