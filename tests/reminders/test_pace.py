"""Ignored reminders come less often, then stop and say so once; a check-in brings them back."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from backend import messages
from backend.errors import Problem
from backend.reminders import pace, service
from backend.reminders.pace import Track
from tests.reminders.line import Line, at
from tests.support import dump

FIRST = date(2026, 3, 2)


def _track(ignored: int = 0, *, sent: int | None = 100, stopped: int | None = None) -> Track:
    return Track(ignored, sent, FIRST if sent else None, stopped, 0)


@pytest.mark.parametrize(("ignored", "gap"), [(0, 0), (2, 0), (3, 2), (6, 2), (7, 7), (13, 7)])
def test_three_and_seven_slow_it_down(ignored: int, gap: int) -> None:
    assert pace.gap_days(ignored) == gap
    if gap:
        assert pace.reason(_track(), ignored, FIRST + timedelta(days=gap - 1)) == "ignored"
    assert pace.reason(_track(), ignored, FIRST + timedelta(days=gap)) == ""


def test_fourteen_stop_it_and_it_is_said_once() -> None:
    assert pace.reason(_track(), 14, FIRST + timedelta(days=6)) == "ignored"
    assert pace.reason(_track(), 14, FIRST + timedelta(days=7)) == "stopped"
    assert pace.reason(_track(stopped=200), 14, FIRST + timedelta(days=7)) == "ignored"


@pytest.mark.parametrize(
    ("track", "checked_in", "ignored"),
    [
        (_track(2), None, 3),
        (_track(2), 99, 3),
        (_track(2), 100, 3),
        (_track(2), 101, 0),
        (_track(2, sent=None), None, 2),
        (_track(2, sent=None), 101, 2),
        (_track(14, stopped=200), 150, 14),
        (_track(14, stopped=200), 201, 0),
        (_track(14, sent=None, stopped=200), None, 14),
        (Track(5, 100, FIRST, None, 101), None, 5),
    ],
)
def test_what_counts_as_ignored(track: Track, checked_in: int | None, ignored: int) -> None:
    assert pace.ignored_now(track, checked_in) == ignored


async def _run(line: Line, days: int, first: date = FIRST) -> list[int]:
    """On which of the days, counted from 0, something came."""
    came = []
    for number in range(days):
        day = (first + timedelta(days=number)).isoformat()
        await line.tick("07:59:45", day)
        if await line.tick("08:00:00", day):
            came.append(number)
    return came


SLOWER = [0, 1, 2, 4, 6, 8, 10, 17, 24, 31, 38, 45, 52, 59]


async def test_nobody_answers_for_months(line: Line) -> None:
    await line.subscribe("a")
    reminder = await line.remind("08:00")
    assert await _run(line, 60) == SLOWER
    (found,) = await service.listed(line.person.id)
    assert (found.ignored, found.stopped) == (14, False)
    await line.tick("07:59:45", "2026-05-08")
    await line.tick("08:00:00", "2026-05-08")
    (notice,) = await line.tick("08:00:02", "2026-05-08")
    assert notice.notification["data"]["kind"] == "notice"
    assert notice.notification["body"] == messages.catalogue("en").stopped.body
    with pytest.raises(Problem):  # it has nothing to come back for
        await service.snooze(line.person.id, UUID(notice.notification["data"]["did"]), "hour")
    (found,) = await service.listed(line.person.id)
    assert (found.ignored, found.stopped, found.next_at) == (14, True, None)
    assert await _run(line, 40, date(2026, 5, 9)) == []
    await service.update(line.person.id, reminder, {"enabled": True})
    (found,) = await service.listed(line.person.id)
    assert (found.ignored, found.stopped) == (0, False)
    assert await _run(line, 3, date(2026, 6, 20)) == [0, 1, 2]


async def test_any_check_in_begins_anew(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    habit = await line.person.add_habit()
    assert await _run(line, 5) == [0, 1, 2, 4]
    line.time.move_to(at("12:00:00", "2026-03-06"))
    await line.person.sync(line.person.op("entry", f"{habit}:2026-03-06", {"value": 1}))
    (found,) = await service.listed(line.person.id)
    assert found.ignored == 0
    assert await _run(line, 4, date(2026, 3, 7)) == [0, 1, 2]
    (row,) = await dump(line.db, "reminders")
    assert row["ignored"] == 2


async def test_a_check_in_wakes_a_reminder_that_has_stopped(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    assert len(await _run(line, 70)) == 14
    line.time.move_to(at("12:00:00", "2026-05-11"))
    await line.person.check_in(4, "2026-05-10")
    (found,) = await service.listed(line.person.id)
    assert (found.ignored, found.stopped) == (0, False)
    assert found.next_at is not None
    assert await _run(line, 2, date(2026, 5, 12)) == [0, 1]
    (row,) = await dump(line.db, "reminders")
    assert row["stopped_at"] is None


async def test_what_did_not_arrive_was_not_ignored(line: Line) -> None:
    await line.remind("08:00")
    assert await _run(line, 8) == []
    (found,) = await service.listed(line.person.id)
    assert found.ignored == 0


async def test_a_notice_waits_for_the_end_of_quiet_hours(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(quiet_from=7 * 60, quiet_to=9 * 60)
    await line.remind("08:00")
    assert len(await _run(line, 60)) == 14
    await line.tick("07:59:45", "2026-05-08")
    await line.tick("08:00:00", "2026-05-08")
    assert await line.tick("08:59:45", "2026-05-08") == []
    (notice,) = await line.tick("09:00:00", "2026-05-08")
    assert notice.notification["data"]["kind"] == "notice"


async def test_whoever_comes_back_before_the_notice_is_not_told(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(quiet_from=7 * 60, quiet_to=9 * 60)
    await line.remind("08:00")
    await _run(line, 60)
    await line.tick("07:59:45", "2026-05-08")
    await line.tick("08:00:00", "2026-05-08")
    line.time.move_to(at("08:30:00", "2026-05-08"))
    await line.person.check_in(4, "2026-05-07")
    assert await line.tick("09:00:00", "2026-05-08") == []
    assert len(await _run(line, 1, date(2026, 5, 9))) == 1


async def test_two_that_stop_at_once_say_so_once(line: Line) -> None:
    await line.subscribe("a")
    for _ in range(2):
        await line.remind("08:00")
    assert len(await _run(line, 60)) == 14
    times = ("07:59:45", "08:00:00", "08:00:02")
    told = [len(await line.tick(time, "2026-05-08")) for time in times]
    # On a slow machine the tick that stops them already finds the notice.
    assert told in ([0, 0, 1], [0, 1, 0])
    stopped = [row["stopped_at"] for row in await dump(line.db, "reminders")]
    assert len(set(stopped)) == 1
    assert stopped[0]


async def test_counting_costs_the_check_in_nothing(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    habit = await line.person.add_habit()
    await line.remind("08:00", habit_id=UUID(habit))
    seen: list[str] = []
    real = type(line.db).execute_query_dict

    async def watch(self: object, query: str, values: list[object] | None = None) -> object:
        seen.append(query)
        return await real(self, query, values)  # type: ignore[arg-type]

    monkeypatch.setattr(type(line.db), "execute_query_dict", watch)
    await line.person.sync(line.person.op("entry", f"{habit}:2026-03-02", {"value": 1}))
    assert not [query for query in seen if "reminders" in query or "deliveries" in query]
