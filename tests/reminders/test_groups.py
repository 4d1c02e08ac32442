"""What one person gets at one instant is one notification."""

import asyncio
from collections import Counter
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.reminders import delivery_queries, mark_queries, plan_queries, planning, service
from backend.reminders.deliveries import Claimed, Planned, Wave
from backend.reminders.dispatcher import Dispatcher
from backend.reminders.marker import Marker, Result
from backend.reminders.service import Wish
from backend.settings import Settings
from tests.reminders.line import Line, at, ms
from tests.support import add_person, dump

ORIGIN = "http://localhost:8765"


async def _two(line: Line) -> tuple[UUID, UUID]:
    """Two habits with a reminder for eight o'clock each, and a phone."""
    await line.subscribe("a")
    habits = [UUID(await line.person.add_habit(name)) for name in ("Walk", "Read")]
    for habit in habits:
        await line.remind("08:00", habit_id=habit)
    return habits[0], habits[1]


async def _members(line: Line) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The delivery that carries the notification, and those that ride along."""
    found = await dump(line.db, "deliveries")
    (leader,) = [row for row in found if row["grouped_with"] is None]
    return leader, [row for row in found if row["grouped_with"] is not None]


async def test_two_at_one_instant_are_one_notification(line: Line) -> None:
    await _two(line)
    await line.tick("07:59:45")
    (message,) = await line.tick("08:00:00")
    leader, (other,) = await _members(line)
    assert message.notification["data"] == {
        "did": str(leader["id"]), "kind": "group", "habitId": None, "day": "2026-03-02",
    }  # fmt: skip
    assert str(other["grouped_with"]) == str(leader["id"])
    assert [(r["state"], r["sent_at"]) for r in (leader, other)] == [("sent", ms("08:00:00"))] * 2
    assert "actions" not in message.notification
    assert await line.tick("08:00:30") == []


async def test_the_same_thing_twice_is_about_that_thing(line: Line) -> None:
    await line.subscribe("a")
    habit = UUID(await line.person.add_habit())
    for _ in range(2):
        await line.remind("08:00", habit_id=habit)
    (message,) = await line.tick("08:00:00")
    assert message.notification["data"]["kind"] == "habit"
    assert message.notification["data"]["habitId"] == str(habit)


async def test_different_instants_and_people_stay_apart(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.remind("08:01")
    assert len(await line.tick("08:00:00")) == 1
    assert len(await line.tick("08:01:00")) == 1
    assert await line.states() == ["sent", "sent"]


async def test_one_that_is_done_leaves_the_other_alone(line: Line) -> None:
    walk, read = await _two(line)
    await line.tick("07:59:45")
    await line.person.sync(line.person.op("entry", f"{walk}:2026-03-02", {"value": 1}))
    (message,) = await line.tick("08:00:00")
    assert message.notification["data"]["habitId"] == str(read)
    states = {row["state"]: row["grouped_with"] for row in await dump(line.db, "deliveries")}
    assert states == {"sent": None, "silent": None}


async def test_all_done_is_silence(line: Line) -> None:
    habits = await _two(line)
    await line.tick("07:59:45")
    for habit in habits:
        await line.person.sync(line.person.op("entry", f"{habit}:2026-03-02", {"value": 1}))
    assert await line.tick("08:00:00") == []
    assert await line.states() == ["silent", "silent"]


async def test_a_repeat_is_the_same_notification(line: Line) -> None:
    await _two(line)
    await line.tick("07:59:45")
    line.sink.answers["a"] = ["500 Server Error"]
    assert await line.tick("08:00:00") == []
    assert await line.will_try_again(2)
    leader, _ = await _members(line)
    (message,) = await line.tick("08:00:02")
    assert message.notification["data"]["did"] == str(leader["id"])
    assert message.headers["topic"] == message.notification["tag"]
    assert await line.states() == ["sent", "sent"]


async def _kill_after_posting(line: Line, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The message that went out before the process died without storing anything."""

    async def killed(self: Marker, result: Result) -> None:
        """Nothing is stored any more."""

    with monkeypatch.context() as patch:
        patch.setattr(Marker, "add", killed)
        (first,) = await line.tick("08:00:00")
    line.dispatcher = Dispatcher(line.courier, ORIGIN)
    return first


async def test_a_repeat_after_a_crash_has_the_same_topic_tag_and_id(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _two(line)
    await line.tick("07:59:45")
    first = await _kill_after_posting(line, monkeypatch)
    (second,) = await line.tick("08:00:31")
    assert second.headers["topic"] == first.headers["topic"]
    assert second.notification["tag"] == first.notification["tag"]
    assert second.notification["data"] == first.notification["data"]


async def test_a_group_that_was_shown_is_not_sent_again_in_part(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _two(line)
    await line.tick("07:59:45")
    first = await _kill_after_posting(line, monkeypatch)
    await service.shown(line.person.id, UUID(first.notification["data"]["did"]))
    assert await line.tick("08:00:31") == []
    assert await line.states() == ["sent", "sent"]


async def test_one_added_in_the_last_seconds_still_joins(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:45")
    habit = UUID(await line.person.add_habit())
    await line.remind("08:00", habit_id=habit)
    await line.tick("07:59:50")
    (message,) = await line.tick("08:00:00")
    assert message.notification["data"]["kind"] == "group"
    assert await line.states() == ["sent", "sent"]


async def test_what_was_missed_comes_as_one_notification(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(reminder_limit=20)
    for minute in range(5):
        await line.remind(f"08:{minute:02}")
    assert len(await line.tick("08:30:00")) == 1
    assert await line.states() == ["sent"] * 5


async def _claim(owner: str, due: int, db: BaseDBAsyncClient) -> list[Claimed]:
    return await delivery_queries.claim(db, owner, due, due + 1_000, 7)


async def test_no_two_processes_hold_parts_of_one_notification(line: Line) -> None:
    reminders = [await line.remind("08:00") for _ in range(4)]
    due = ms("08:00:00")
    planned = [
        Planned(reminder, line.person.id, f"key-{instant}", due + instant, due * 2, "snooze")
        for instant in range(100)
        for reminder in reminders
    ]
    await plan_queries.insert_deliveries(line.db, planned, ms("07:00:00"))
    claims = [database.transaction(partial(_claim, f"p{n % 3}", due)) for n in range(40)]
    owners: dict[int, set[int]] = {}
    sizes: Counter[int] = Counter()
    for number, batch in enumerate(await asyncio.gather(*claims)):
        for claimed in batch:
            owners.setdefault(claimed.send_at, set()).add(number)
            sizes[claimed.send_at] += 1
    assert set(sizes.values()) == {4}
    assert {len(found) for found in owners.values()} == {1}
    assert len(sizes) == 100


async def test_planning_divides_nothing_that_one_person_gets_at_one_instant(
    line: Line, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "PLAN_BATCH", 5)
    async with httpx.AsyncClient() as browser:
        people = [await add_person(line.db, settings, browser) for _ in range(5)]
    for person in people * 3:
        await service.create(person.id, Wish("08:00", 127, "UTC", None))
    planned: list[set[Any]] = []

    async def note(db: BaseDBAsyncClient, waves: list[Wave], now: int) -> None:
        planned.append({person for wave in waves for _, person, _ in wave.members})

    monkeypatch.setattr(plan_queries, "insert_waves", note)
    line.time.move_to(at("07:59:45"))
    assert await planning.plan() == 15
    assert [len(people) for people in planned] == [1] * 5


async def test_only_one_process_at_a_time_plans_or_hands_out_again(line: Line) -> None:
    await _two(line)
    await line.tick("07:58:00")
    held, done = asyncio.Event(), asyncio.Event()

    async def hold(db: BaseDBAsyncClient) -> None:
        for what in ("everkeel.plan", "everkeel.reap"):
            assert await database.alone(db, what)
        held.set()
        await done.wait()

    if database.is_sqlite(line.db):  # one process, one thread
        return
    holding = asyncio.create_task(database.transaction(hold))
    await held.wait()
    assert await line.tick("07:59:45") == []
    assert await line.states() == []
    done.set()
    await holding
    await line.tick("07:59:46")
    assert await line.states() == ["leased", "leased"]


async def test_a_crash_before_the_group_is_stored_keeps_it_as_it_was(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _two(line)
    await line.subscribe("b")
    line.sink.answers["b"] = ["500 Server Error"]
    await line.tick("07:59:45")
    (first,) = await line.tick("08:00:00")

    async def down(*_: object) -> None:
        raise ConnectionError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(mark_queries, "group", down)
        assert await line.tick("08:00:02") == []
    (second,) = await line.tick("08:00:40")
    assert second.notification["data"] == first.notification["data"]
    assert await line.states() == ["sent", "sent"]
