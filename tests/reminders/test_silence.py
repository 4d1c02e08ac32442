"""Reminders that have lost their point stay silent."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.reminders import silence
from tests.reminders.line import DAY, Line
from tests.support import Person


async def _habit_reminder(line: Line) -> str:
    await line.subscribe("a")
    habit = await line.person.add_habit()
    await line.remind("08:00", habit_id=UUID(habit))
    await line.tick("07:59:45")
    return habit


async def test_a_habit_that_is_not_done_is_reminded_of(line: Line) -> None:
    habit = await _habit_reminder(line)
    yesterday = line.person.op("entry", f"{habit}:2026-03-01", {"value": 1})
    undone = line.person.op("entry", f"{habit}:2026-03-02", {"value": 0})
    await line.person.sync(yesterday, undone)
    assert len(await line.tick("08:00:00")) == 1


async def test_a_habit_done_since_then_is_silent(line: Line) -> None:
    habit = await _habit_reminder(line)
    await line.person.sync(line.person.op("entry", f"{habit}:2026-03-02", {"value": 1}))
    assert await line.tick("08:00:00") == []
    delivery = await line.delivery()
    assert (delivery["state"], delivery["outcome"]) == ("silent", "done")


@pytest.mark.parametrize("change", [{"archived": True}, {"deleted": True}])
async def test_a_habit_no_longer_kept_is_silent(line: Line, change: dict[str, bool]) -> None:
    habit = await _habit_reminder(line)
    await line.person.sync(line.person.op("habit", habit, change))
    assert await line.tick("08:00:00") == []
    assert (await line.delivery())["outcome"] == "gone"


async def test_of_several_reasons_the_first_is_told(line: Line) -> None:
    habit = await _habit_reminder(line)
    done = line.person.op("entry", f"{habit}:2026-03-02", {"value": 1})
    await line.person.sync(done, line.person.op("habit", habit, {"archived": True}))
    assert await line.tick("08:00:00") == []
    assert (await line.delivery())["outcome"] == "gone"


async def test_a_mood_today_silences_the_check_in(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.person.check_in(4, "2026-03-01")
    await line.tick("07:59:45")
    await line.person.check_in(4, "2026-03-02")
    assert await line.tick("08:00:00") == []
    assert (await line.delivery())["outcome"] == "done"


async def test_before_three_in_the_morning_yesterdays_mood_counts(line: Line) -> None:
    await line.subscribe("a")
    await line.person.check_in(4, "2026-03-02")
    await line.remind("02:00")
    await line.tick("01:59:45", "2026-03-03")
    assert await line.tick("02:00:00", "2026-03-03") == []
    assert (await line.delivery())["outcome"] == "done"


async def _asked(line: Line, **fields: Any) -> str:
    """A habit that is reminded of at eight each day."""
    await line.subscribe("a")
    habit = await line.person.add_habit(**fields)
    await line.remind("08:00", habit_id=UUID(habit))
    return habit


async def _write(line: Line, entity: str, id_: str, **fields: Any) -> None:
    result = await line.person.sync(line.person.op(entity, id_, fields))
    assert result["results"][0]["status"] == "applied", result


async def _enter(line: Line, habit: str, day: str = DAY, **fields: Any) -> None:
    await _write(line, "entry", f"{habit}:{day}", **fields)


async def _measure(line: Line, habit: str, amount: float) -> None:
    fields = {"habitId": habit, "day": DAY, "at": 1, "amount": amount}
    await _write(line, "amount", str(database.uuid7()), **fields)


async def _pause(line: Line, habit: str | None, first: str, last: str | None) -> None:
    fields = {"habitId": habit, "firstDay": first, "lastDay": last}
    await _write(line, "pause", str(database.uuid7()), **fields)


async def _outcome(line: Line, day: str = DAY) -> str:
    """What became of the reminder of that day: why it stayed silent, or `sent`."""
    came = await line.tick("08:00:00", day)
    assert len(came) <= 1
    found = await database.rows(
        line.db, "SELECT state, outcome FROM deliveries WHERE local_key = ?", f"{day}T08:00"
    )
    assert bool(came) == (found[0]["state"] == "sent")
    return str(found[0]["outcome"] or found[0]["state"])


async def test_a_skipped_day_is_silent(line: Line) -> None:
    habit = await _asked(line)
    await _enter(line, habit, skipped=True)
    assert await _outcome(line) == "skipped"
    assert await _outcome(line, "2026-03-03") == "sent"


@pytest.mark.parametrize("of_all", [True, False])
async def test_a_pause_is_silent_from_its_first_day_to_its_last(line: Line, of_all: bool) -> None:
    habit = await _asked(line)
    await _pause(line, None if of_all else habit, "2026-03-03", "2026-03-03")
    days = ("2026-03-02", "2026-03-03", "2026-03-04")
    assert [await _outcome(line, day) for day in days] == ["sent", "paused", "sent"]


async def test_a_pause_without_an_end_goes_on_until_it_is_ended(line: Line) -> None:
    habit = await _asked(line)
    pause = str(database.uuid7())
    await _write(line, "pause", pause, habitId=habit, firstDay="2026-03-01", lastDay=None)
    assert await _outcome(line) == "paused"
    await _write(line, "pause", pause, lastDay="2026-03-02")
    assert await _outcome(line, "2026-03-03") == "sent"


async def test_the_pause_of_another_habit_changes_nothing(line: Line) -> None:
    await _asked(line)
    await _pause(line, await line.person.add_habit("Read"), DAY, None)
    assert await _outcome(line) == "sent"


async def test_a_pause_of_all_habits_does_not_silence_the_mood_check_in(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await _pause(line, None, DAY, None)
    assert await _outcome(line) == "sent"


@pytest.mark.parametrize(
    ("kind", "amounts", "outcome"),
    [
        ("at_least", (), "sent"), ("at_least", (1.5,), "sent"), ("at_least", (1.5, 0.5), "done"),
        ("at_most", (), "sent"), ("at_most", (0,), "done"), ("at_most", (9,), "done"),
    ],
)  # fmt: skip
async def test_a_measured_habit_is_silent_once_nothing_is_left_to_say(
    line: Line, kind: str, amounts: tuple[float, ...], outcome: str
) -> None:
    habit = await _asked(line, kind=kind, target=2)
    for amount in amounts:
        await _measure(line, habit, amount)
    assert await _outcome(line) == outcome


@pytest.mark.parametrize("value", [0, 1])
async def test_an_avoided_thing_is_silent_once_it_is_answered(line: Line, value: int) -> None:
    habit = await _asked(line, kind="avoid")
    await _enter(line, habit, value=value)
    assert await _outcome(line) == "done"


async def test_what_is_done_often_enough_this_week_is_silent(line: Line) -> None:
    habit = await _asked(line, schedule="per_week", times=2)
    for day in ("2026-02-28", "2026-03-01", "2026-03-02"):
        await _enter(line, habit, day, value=1)
    assert await _outcome(line, "2026-03-03") == "sent"
    await _enter(line, habit, "2026-03-03", value=1)
    assert await _outcome(line, "2026-03-04") == "done"
    assert await _outcome(line, "2026-03-09") == "sent"


async def test_the_week_is_its_owners(line: Line) -> None:
    await line.wish(week_starts_on=6)
    habit = await _asked(line, schedule="per_week", times=1)
    await _enter(line, habit, "2026-03-01", value=1)
    assert await _outcome(line) == "done"


@pytest.mark.parametrize(
    ("fields", "done", "outcome"),
    [
        ({"schedule": "per_month", "times": 1}, "2026-03-01", "done"),
        ({"schedule": "per_month", "times": 1}, "2026-02-28", "sent"),
        ({"schedule": "rolling", "times": 1, "days": 3}, "2026-02-28", "done"),
        ({"schedule": "rolling", "times": 1, "days": 3}, "2026-02-27", "sent"),
        ({"schedule": "interval", "days": 3, "startsOn": "2026-02-28"}, "2026-02-28", "done"),
        ({"schedule": "interval", "days": 3, "startsOn": "2026-02-28"}, "2026-02-27", "sent"),
        ({"schedule": "interval", "days": 3, "startsOn": "2026-03-20"}, "2026-03-01", "sent"),
        ({"weekdays": 0b1000000}, "2026-03-01", "sent"),
    ],
)
async def test_a_reminder_keeps_to_its_own_weekdays_until_the_period_is_fulfilled(
    line: Line, fields: dict[str, Any], done: str, outcome: str
) -> None:
    habit = await _asked(line, **fields)
    await _enter(line, habit, done, value=1)
    assert await _outcome(line) == outcome


async def test_skipped_is_told_before_paused_and_paused_before_done(line: Line) -> None:
    habit = await _asked(line)
    await _enter(line, habit, value=1)
    await _pause(line, None, DAY, DAY)
    assert await _outcome(line) == "paused"
    await _enter(line, habit, "2026-03-03", value=1, skipped=True)
    await _pause(line, None, "2026-03-03", "2026-03-03")
    assert await _outcome(line, "2026-03-03") == "skipped"


async def test_five_hundred_reminders_take_a_few_statements(
    member: Person, db: BaseDBAsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields: list[dict[str, Any]] = [{}, {"schedule": "per_month"}, {"kind": "at_least"}]
    habits = [UUID(await member.add_habit(**more)) for more in fields]
    day = date.fromisoformat(DAY)
    asked: list[silence.Asked] = [
        (member.id, habit, day - timedelta(days=n)) for habit in habits for n in range(100)
    ]
    asked += [(member.id, uuid4(), day) for _ in range(100)]
    asked += [(uuid4(), None, day) for _ in range(100)]
    statements: list[str] = []

    async def counting(db: BaseDBAsyncClient, text: str, *values: Any) -> list[database.Row]:
        statements.append(text)
        return await database.rows(db, text, *values)

    for module in ("checkins.queries", "checkins.log_queries", "habits.queries"):
        monkeypatch.setattr(f"backend.{module}.rows", counting)
    found = await silence.answered(db, asked)
    assert set(found.values()) == {"gone"}
    assert len(found) == 100
    assert len(statements) == 6
