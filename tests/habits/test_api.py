"""GET /api/history and GET /api/habits/numbers as the app reads them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import numpy as np
import pytest

from backend import clock, database
from backend.habits import strength
from tests.support import Person


def day(days_ago: int) -> str:
    return (clock.today("UTC", 3) - timedelta(days=days_ago)).isoformat()


async def history(person: Person, first: int, last: int = 0, **more: str) -> dict[str, Any]:
    answer = await person.http.get(
        "/api/history", params={"from": day(first), "to": day(last), **more}
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def states(person: Person, first: int, last: int = 0, **more: str) -> list[str]:
    """The states of the only habit."""
    (habit,) = (await history(person, first, last, **more))["habits"]
    found: list[str] = habit["states"]
    return found


async def numbers(person: Person) -> list[dict[str, Any]]:
    answer = await person.http.get("/api/habits/numbers")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def write(person: Person, *changes: tuple[str, str, dict[str, Any]]) -> None:
    result = await person.sync(*(person.op(*change) for change in changes))
    assert {r["status"] for r in result["results"]} == {"applied"}, result


def entry(habit: str, days_ago: int, value: int = 1, **more: Any) -> tuple[str, str, Any]:
    return "entry", f"{habit}:{day(days_ago)}", {"value": value, **more}


def amount(habit: str, days_ago: int, much: float) -> tuple[str, str, Any]:
    fields = {"habitId": habit, "day": day(days_ago), "at": clock.now_ms(), "amount": much}
    return "amount", str(database.uuid7()), fields


def pause(first: int, last: int | None, habit: str | None = None) -> tuple[str, str, Any]:
    ends = None if last is None else day(last)
    fields = {"habitId": habit, "firstDay": day(first), "lastDay": ends}
    return "pause", str(database.uuid7()), fields


async def test_it_shows_each_day_of_a_habit(member: Person) -> None:
    habit = await member.add_habit(createdOn=day(3))
    await write(member, entry(habit, 1), entry(habit, 2, 0, skipped=True))
    found = await history(member, 4, -1)
    assert (found["from"], found["to"]) == (day(4), day(-1))
    assert found["habits"] == [
        {
            "habitId": habit,
            "states": ["before", "missed", "skipped", "done", "open", "open"],
            "values": [None, None, None, 1, None, None],
            "strength": [0, 0, 0, 0.0519, 0.0492, 0.0492],
        }
    ]


async def test_a_measured_day_is_the_sum_of_its_amounts(member: Person) -> None:
    habit = await member.add_habit(createdOn=day(3), kind="at_least", target=2)
    await write(
        member, amount(habit, 1, 1.5), amount(habit, 1, 0.5), amount(habit, 2, 1.0),
        amount(habit, 0, 0.25),
    )  # fmt: skip
    (found,) = (await history(member, 3))["habits"]
    assert found["states"] == ["missed", "partial", "done", "partial"]
    assert found["values"] == [None, 1, 2, 0.25]


async def test_a_deleted_amount_is_not_counted(member: Person) -> None:
    habit = await member.add_habit(createdOn=day(1), kind="at_most", target=2)
    kind, id_, fields = amount(habit, 1, 3)
    await write(member, (kind, id_, fields), amount(habit, 1, 1))
    assert await states(member, 1) == ["slipped", "open"]
    await write(member, (kind, id_, {"deleted": True}))
    assert await states(member, 1) == ["done", "open"]


async def test_an_avoided_thing_is_kept_or_slipped(member: Person) -> None:
    habit = await member.add_habit(createdOn=day(2), kind="avoid")
    await write(member, entry(habit, 1, 0), entry(habit, 2, 1))
    assert await states(member, 2) == ["done", "slipped", "open"]
    await write(member, entry(habit, 1, 0, deleted=True))
    assert await states(member, 2) == ["done", "missed", "open"]


async def test_pauses_are_of_one_habit_or_of_all(member: Person) -> None:
    walk = await member.add_habit("Walk", createdOn=day(4), position=0)
    await member.add_habit("Read", createdOn=day(4), position=1)
    await write(member, pause(4, 3, walk), pause(1, None))
    found = [habit["states"] for habit in (await history(member, 4))["habits"]]
    assert found == [
        ["paused", "paused", "missed", "paused", "paused"],
        ["missed", "missed", "missed", "paused", "paused"],
    ]


async def test_the_week_begins_where_the_profile_says(member: Person) -> None:
    await member.add_habit(schedule="per_week", times=1)
    await write(member, ("profile", str(member.id), {"weekStartsOn": 2}))
    found = await states(member, 20)
    weekday = clock.today("UTC", 3).weekday()
    ends = [20 - at for at, state in enumerate(found) if state == "missed"]
    assert ends
    assert {(weekday - days_ago) % 7 for days_ago in ends} == {1}


async def test_it_shows_moods_beside_the_habits(member: Person) -> None:
    await member.check_in(2, day(1))
    await member.check_in(3, day(1))
    await member.check_in(5, day(9))
    assert (await history(member, 5))["mood"] == [{"day": day(1), "mean": 2.5, "count": 2}]


async def test_one_habit_alone_also_when_it_is_archived(member: Person) -> None:
    habit = await member.add_habit(createdOn=day(2))
    await member.add_habit("Read")
    await write(member, ("habit", habit, {"archived": True}))
    assert await states(member, 2, habit=habit) == ["missed", "missed", "paused"]
    assert len((await history(member, 2))["habits"]) == 1


async def test_every_schedule_and_kind_has_numbers(member: Person) -> None:
    schedules = ("weekdays", "per_week", "per_month", "rolling", "interval")
    for schedule in schedules:
        for kind in ("yes_no", "at_least", "at_most", "avoid"):
            await member.add_habit(kind=kind, schedule=schedule, times=2, days=3)
    found = await numbers(member)
    assert len(found) == 20
    assert {one["streak"] for one in found} == {None}
    assert all(one["done"] == 0 for one in found)


async def test_numbers_of_the_last_28_days(member: Person) -> None:
    habit = await member.add_habit(schedule="rolling", times=1, days=3)
    await member.add_habit("Old", archived=True)
    done = (0, 3, 6, 40)
    await write(member, *(entry(habit, days_ago) for days_ago in done))
    history = np.isin(np.arange(41)[::-1], done)
    expected = strength.of_done(history, np.zeros(41, bool), 1, 3)[-1]
    assert await numbers(member) == [
        {
            "habitId": habit, "strength": pytest.approx(expected, abs=1e-6), "done": 3,
            "scheduled": 9, "streak": None,
        }
    ]  # fmt: skip


async def test_streaks_are_shown_to_who_wants_them(member: Person) -> None:
    habit = await member.add_habit()
    await write(member, *(entry(habit, days_ago) for days_ago in (1, 2, 5, 6, 7)))
    await write(member, ("profile", str(member.id), {"streaks": True}))
    (found,) = await numbers(member)
    assert found["streak"] == {"current": 2, "longest": 3, "unit": "days"}


@pytest.mark.parametrize(
    ("first", "last"), [(0, 1), (3660, 0), (0, -367), (60_000, 59_000), (1, 60_000)]
)
async def test_a_range_has_limits(member: Person, first: int, last: int) -> None:
    answer = await member.http.get("/api/history", params={"from": day(first), "to": day(last)})
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:everkeel:invalid"


async def test_ten_years_are_allowed(member: Person) -> None:
    await member.add_habit()
    (found,) = (await history(member, 3659))["habits"]
    assert {len(found[name]) for name in ("states", "values", "strength")} == {3660}


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"from": "2026-01-01"}, {"from": "x", "to": "y"}, {"from": "2026-01-01", "to": "%00"},
        {"from": "2026-02-30", "to": "2026-03-01"},
        {"from": "2026-01-01", "to": "2026-01-02", "habit": "1"},
    ],
)  # fmt: skip
async def test_it_refuses_what_is_no_range(member: Person, asked: dict[str, str]) -> None:
    assert (await member.http.get("/api/history", params=asked)).status_code in (400, 422)


async def test_nobody_sees_the_habits_of_somebody_else(member: Person, other: Person) -> None:
    habit = await other.add_habit()
    await write(other, entry(habit, 1))
    assert (await history(member, 3))["habits"] == []
    assert await numbers(member) == []
    for asked in (habit, str(uuid4())):
        params = {"from": day(1), "to": day(0), "habit": asked}
        assert (await member.http.get("/api/history", params=params)).status_code == 404


async def test_a_deleted_habit_is_gone(member: Person) -> None:
    habit = await member.add_habit()
    await write(member, ("habit", habit, {"deleted": True}))
    assert (await history(member, 1))["habits"] == []
    params = {"from": day(1), "to": day(0), "habit": habit}
    assert (await member.http.get("/api/history", params=params)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/api/history?from=2026-01-01&to=2026-01-02", "/api/habits/numbers"]
)
async def test_it_asks_to_sign_in(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 401
