"""GET /api/trends as the app reads it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.articles import service as articles
from tests.support import Person, dump


def day(days_ago: int) -> str:
    return (clock.today("UTC", 3) - timedelta(days=days_ago)).isoformat()


async def read(person: Person, days: int = 30) -> dict[str, Any]:
    answer = await person.http.get("/api/trends", params={"days": days})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def moods(person: Person, first: int, last: int, level: int, **fields: Any) -> None:
    """One mood on each day from `first` days ago to `last` days ago."""
    for days_ago in range(first, last - 1, -1):
        await person.check_in(level, day(days_ago), **fields)


async def profile(person: Person, **fields: Any) -> None:
    result = await person.sync(person.op("profile", str(person.id), fields))
    assert result["results"][0]["status"] == "applied", result


async def done(person: Person, habit_id: str, *days_ago: int) -> None:
    ops = [person.op("entry", f"{habit_id}:{day(n)}", {"value": 1}) for n in days_ago]
    result = await person.sync(*ops)
    assert {r["status"] for r in result["results"]} == {"applied"}, result


async def test_it_shows_daily_means_and_leaves_gaps(member: Person) -> None:
    await member.check_in(2, day(0))
    await member.check_in(3, day(0))
    await member.check_in(5, day(4))
    found = await read(member)
    assert (found["from"], found["to"]) == (day(29), day(0))
    assert found["mood"] == [
        {"day": day(4), "mean": 5.0, "count": 1, "low": 5, "high": 5},
        {"day": day(0), "mean": 2.5, "count": 2, "low": 2, "high": 3},
    ]
    assert found["summary"] == {"days": 2, "mean": 3.75, "meanBefore": None}
    assert found["weekMean"] == []


async def test_it_shows_the_week_mean_and_the_period_before(member: Person) -> None:
    await moods(member, 45, 30, 2)
    await moods(member, 29, 20, 4)
    found = await read(member)
    assert found["summary"] == {"days": 10, "mean": 4.0, "meanBefore": 2.0}
    week = {item["day"]: item["mean"] for item in found["weekMean"]}
    assert week[day(29)] == round((6 * 2 + 4) / 7, 2)
    assert week[day(20)] == 4.0
    assert day(16) not in week
    longer = await read(member, 90)
    assert longer["summary"]["days"] == 26


async def test_it_shows_strength_and_the_last_28_days_of_each_habit(member: Person) -> None:
    habit = await member.add_habit("Walk", createdOn=day(9))
    archived = await member.add_habit("Old", archived=True)
    await done(member, habit, 0, 1)
    found = await read(member)
    (shown,) = found["habits"]
    line = shown.pop("strengthLine")
    assert shown == {
        "habitId": habit,
        "strength": pytest.approx(0.101149, abs=1e-6),
        "done": 2,
        "scheduled": 10,
    }
    assert [point["day"] for point in line] == [day(n) for n in range(9, -1, -1)]
    assert [point["value"] for point in line[-3:]] == [0.0, 0.0519, 0.1011]
    assert archived not in str(found)


async def test_every_kind_and_schedule_counts_by_its_own_rules(member: Person) -> None:
    water = await member.add_habit("Water", kind="at_least", target=2, position=0)
    smoke = await member.add_habit("Smoke", kind="avoid", createdOn=day(9), position=1)
    call = await member.add_habit("Call", schedule="rolling", times=1, days=3, position=2)
    for days_ago, much in ((1, 1.5), (1, 0.5), (2, 1.5)):
        fields = {"habitId": water, "day": day(days_ago), "at": 1, "amount": much}
        await member.add("amount", **fields)
    await done(member, smoke, 1, 2, 3)
    await member.sync(
        member.op("entry", f"{smoke}:{day(4)}", {"value": 0}),
        member.op("entry", f"{smoke}:{day(5)}", {"skipped": True}),
    )
    await done(member, call, *range(0, 28, 3))
    await member.add("pause", habitId=smoke, firstDay=day(8), lastDay=day(7))
    found = {one["habitId"]: one for one in (await read(member))["habits"]}
    counts = {habit: (one["done"], one["scheduled"]) for habit, one in found.items()}
    assert counts == {water: (1, 27), smoke: (3, 6), call: (9, 9)}
    assert 0 < found[water]["strength"] < 0.1


async def test_a_pause_of_all_habits_asks_for_nothing(member: Person) -> None:
    habit = await member.add_habit()
    await done(member, habit, 20, 25)
    await member.add("pause", habitId=None, firstDay=day(19), lastDay=None)
    (found,) = (await read(member))["habits"]
    assert (found["done"], found["scheduled"]) == (2, 8)


async def test_before_fourteen_days_it_suggests_the_starter_set(member: Person) -> None:
    await articles.load_starters()
    await moods(member, 12, 0, 1)
    found = await read(member)
    assert found["state"] == "too_early"
    assert [s["reason"] for s in found["suggestions"]] == ["starter"] * 3
    assert [s["article"]["topic"] for s in found["suggestions"]] == [
        "habits", "emotional_control", "self_confidence",
    ]  # fmt: skip


async def test_it_suggests_with_the_reason_and_the_numbers(member: Person) -> None:
    await articles.load_starters()
    await moods(member, 27, 14, 3, anxiety=2)
    await moods(member, 13, 0, 3, anxiety=4, factors=[await member.add_factor("coffee")])
    found = await read(member)
    first = found["suggestions"][0]
    assert found["state"] == "ready"
    assert first["article"]["slug"] == "diet-and-anxiety"
    assert first["reason"] == "trend.anxiety_up"
    assert first["numbers"] == {"anxiety_mean_14d": 4.0, "anxiety_mean_before": 2.0}
    assert "content_warning" in found["mustShow"]


async def test_the_reason_does_not_depend_on_the_range_that_is_shown(member: Person) -> None:
    await articles.load_starters()
    await moods(member, 20, 0, 2)
    seen = [(await read(member, days))["suggestions"] for days in (30, 90, 365)]
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0]["reason"] == "trend.mood_low"


async def test_low_mood_alone_never_suggests_a_drug_topic(member: Person) -> None:
    await articles.load_starters()
    await moods(member, 20, 0, 1)
    found = await read(member)
    gates = {s["article"]["gate"] for s in found["suggestions"]}
    assert "treatments" not in gates
    assert "when_to_seek_help_line" in found["mustShow"]


async def test_after_the_help_button_only_calm_topics_are_left(member: Person) -> None:
    await articles.load_starters()
    await moods(member, 20, 0, 2, anxiety=5, factors=[await member.add_factor("coffee")])
    await profile(member, helpPressedAt=clock.now_ms() - 86_400_000)
    found = await read(member)
    assert found["state"] == "support"
    assert {s["reason"] for s in found["suggestions"]} == {"support.first"}
    assert {s["article"]["gate"] for s in found["suggestions"]} == {"none"}
    assert "support_card" in found["mustShow"]
    await profile(member, helpPressedAt=clock.now_ms() - 8 * 86_400_000)
    assert (await read(member))["state"] == "ready"


async def test_suggestions_can_be_switched_off(member: Person) -> None:
    await articles.load_starters()
    await moods(member, 20, 0, 2)
    await profile(member, suggestions=False)
    found = await read(member)
    assert (found["state"], found["suggestions"], found["mustShow"]) == ("off", [], [])


async def test_an_overdue_review_drops_out(member: Person, db: BaseDBAsyncClient) -> None:
    await articles.load_starters()
    for slug, days_ago in (("habits", 1), ("emotional-control", 0)):
        due = clock.today("UTC", 3) - timedelta(days=days_ago)
        await database.rows(db, "UPDATE articles SET review_due = ? WHERE slug = ?", due, slug)
    found = await read(member)
    assert [s["article"]["slug"] for s in found["suggestions"]] == [
        "emotional-control", "self-confidence",
    ]  # fmt: skip


async def test_of_a_topic_it_suggests_the_newest_review(
    member: Person, db: BaseDBAsyncClient
) -> None:
    await articles.load_starters()
    older = clock.today("UTC", 3) - timedelta(days=400)
    await database.rows(
        db,
        "UPDATE articles SET topic = ?, reviewed_on = ? WHERE slug = ?",
        "habits", older, "self-confidence",
    )  # fmt: skip
    found = await read(member)
    assert [s["article"]["slug"] for s in found["suggestions"]] == ["habits", "emotional-control"]


@pytest.mark.parametrize(("days_ago", "reason"), [(30, "safety.medicine"), (31, "starter")])
async def test_a_changed_medicine_brings_its_warning_for_30_days(
    member: Person, days_ago: int, reason: str
) -> None:
    await articles.load_starters()
    await profile(member, medicines=["ssri"], medicineChangedOn=day(days_ago))
    assert (await read(member))["suggestions"][0]["reason"] == reason


async def test_each_suggestion_is_remembered_once_a_day(
    member: Person, db: BaseDBAsyncClient
) -> None:
    await articles.load_starters()
    await read(member)
    await read(member, 90)
    kept = await dump(db, "impressions")
    assert len(kept) == 3
    assert {row["reason"] for row in kept} == {"starter"}
    assert {row["rule_version"] for row in kept} == {"2026-11-2"}


async def test_nobody_sees_the_trends_of_somebody_else(member: Person, other: Person) -> None:
    await moods(member, 3, 0, 5)
    await member.add_habit("Walk")
    found = await read(other)
    assert (found["mood"], found["habits"]) == ([], [])


@pytest.mark.parametrize("days", ["31", "-30", "x", "9" * 40, "%00"])
async def test_it_refuses_other_ranges(member: Person, days: str) -> None:
    answer = await member.http.get("/api/trends", params={"days": days})
    assert answer.status_code in (400, 422)


async def test_it_asks_to_sign_in(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/trends")).status_code == 401
