"""Reminders that have lost their point stay silent."""

from uuid import UUID

import pytest

from tests.reminders.line import Line


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
