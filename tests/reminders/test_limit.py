"""A day has as many notifications as its person wants."""

from uuid import UUID

from backend import database
from backend.reminders import service
from backend.reminders.dispatcher import Dispatcher
from tests.reminders.line import Line, ms
from tests.support import dump


async def _day(line: Line, times: list[str], day: str = "2026-03-02") -> list[str]:
    """The times at which something came."""
    return [time for time in times if await line.tick(f"{time}:00", day)]


async def _reasons(line: Line) -> list[str]:
    found = sorted(await dump(line.db, "deliveries"), key=lambda row: row["due_at"])
    return [row["outcome"] or row["state"] for row in found]


async def test_two_a_day_unless_more_are_wanted(line: Line) -> None:
    await line.subscribe("a")
    times = ["08:00", "12:00", "16:00", "20:00"]
    for time in times:
        await line.remind(time)
    assert await _day(line, times) == times[:2]
    assert await _reasons(line) == ["sent", "sent", "limit", "limit"]
    await line.wish(reminder_limit=3)
    assert await _day(line, times, "2026-03-03") == times[:3]


async def test_a_group_counts_once(line: Line) -> None:
    await line.subscribe("a")
    habits = [UUID(await line.person.add_habit(name)) for name in ("Walk", "Read")]
    for time in ("08:00", "12:00", "16:00"):
        for habit in habits:
            await line.remind(time, habit_id=habit)
    assert await _day(line, ["08:00", "12:00", "16:00"]) == ["08:00", "12:00"]


async def test_what_stayed_silent_does_not_count(line: Line) -> None:
    await line.subscribe("a")
    habit = await line.person.add_habit()
    for time in ("08:00", "09:00"):
        await line.remind(time, habit_id=UUID(habit))
    for time in ("10:00", "11:00"):
        await line.remind(time)
    await line.person.sync(line.person.op("entry", f"{habit}:2026-03-02", {"value": 1}))
    assert await _day(line, ["08:00", "09:00", "10:00", "11:00"]) == ["10:00", "11:00"]


async def test_a_day_is_the_personal_one(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(reminder_limit=1)
    await line.remind("08:00")
    await line.remind("01:30")
    assert await _day(line, ["08:00"]) == ["08:00"]
    assert await _day(line, ["01:30", "08:00"], "2026-03-03") == ["08:00"]


async def test_a_snooze_was_asked_for_and_does_not_count(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(reminder_limit=1)
    await line.remind("08:00")
    await line.remind("10:00")
    (first,) = await line.tick("08:00:00")
    await service.snooze(line.person.id, UUID(first.notification["data"]["did"]), "hour")
    assert len(await line.tick("09:00:00")) == 1
    assert await _day(line, ["10:00"]) == []
    assert await _day(line, ["08:00"], "2026-03-03") == ["08:00"]


async def test_what_has_begun_is_brought_to_its_end(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(reminder_limit=1)
    await line.remind("08:00")
    await line.remind("08:01")
    await line.tick("07:59:10")
    line.sink.answers["a"] = ["500 Server Error"]
    assert await line.tick("08:00:00") == []
    later = "UPDATE deliveries SET not_before = ?, state = 'pending', owner = '' WHERE attempt = 1"
    await database.rows(line.db, later, ms("08:05:00"))
    line.dispatcher = Dispatcher(line.courier, "http://localhost:8765")
    assert len(await line.tick("08:01:00")) == 1
    assert len(await line.tick("08:05:00")) == 1
