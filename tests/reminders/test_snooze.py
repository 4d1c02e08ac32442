"""A notification comes back when its reader wants it to."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from backend import clock
from backend.reminders.quiet import after_quiet
from backend.reminders.snooze import Choice, snoozed_until
from tests.reminders.line import Line, at, ms
from tests.support import Person, dump

BERLIN, NEW_YORK = clock.zone("Europe/Berlin"), clock.zone("America/New_York")


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        ("hour", "08:00:00", "2026-03-02T09:00:00"),
        ("evening", "08:00:00", "2026-03-02T18:00:00"),
        ("evening", "16:59:59", "2026-03-02T18:00:00"),
        ("evening", "17:00:00", "2026-03-02T19:00:00"),
        ("evening", "22:30:00", "2026-03-03T00:30:00"),
        ("tomorrow", "08:00:00", "2026-03-03T13:30:00"),
    ],
)
def test_each_choice_has_its_instant(choice: Choice, now: str, until: str) -> None:
    """Someone in Berlin with a reminder that stays in New York."""
    day, time = until.split("T")
    found = snoozed_until(choice, ms(now), 8 * 60 + 30, NEW_YORK, BERLIN)
    assert found == ms(time, day)


def test_tomorrow_keeps_the_wall_time_over_a_change_of_clocks() -> None:
    before = ms("08:00:00", "2026-03-28")
    found = snoozed_until("tomorrow", before, 540, BERLIN, BERLIN)
    assert found == ms("07:00:00", "2026-03-29")


def test_a_tomorrow_that_does_not_exist_is_left_out() -> None:
    apia = clock.zone("Pacific/Apia")
    found = snoozed_until("tomorrow", ms("20:00:00", "2011-12-29"), 480, apia, apia)
    assert found == ms("18:00:00", "2011-12-30")


@pytest.mark.parametrize(
    ("quiet", "time", "until"),
    [
        ((1_320, 420), "21:59", "21:59"),
        ((1_320, 420), "22:00", "07:00"),
        ((1_320, 420), "23:59", "07:00"),
        ((1_320, 420), "00:00", "07:00"),
        ((1_320, 420), "06:59", "07:00"),
        ((1_320, 420), "07:00", "07:00"),
        ((600, 720), "11:00", "12:00"),
        ((600, 720), "12:00", "12:00"),
        ((600, 600), "10:00", "10:00"),
        ((None, None), "03:00", "03:00"),
    ],
)
def test_quiet_hours_put_off_to_their_end(
    quiet: tuple[int | None, int | None], time: str, until: str
) -> None:
    found = after_quiet(ms(f"{time}:00"), *quiet, clock.zone("UTC"))
    day = "2026-03-03" if until < time else "2026-03-02"
    assert found == ms(f"{until}:00", day)


def test_quiet_hours_follow_the_wall_clock_over_its_change() -> None:
    """02:30 does not exist in that night of Berlin; quiet hours end when it would have been."""
    found = after_quiet(ms("00:30:00", "2026-03-29"), 1_320, 150, BERLIN)
    assert found == ms("01:30:00", "2026-03-29")


async def _wish(person: Person, did: str, choice: str) -> tuple[int, dict[str, Any]]:
    answer = await person.http.post("/api/reminders/snooze", json={"did": did, "for": choice})
    return answer.status_code, answer.json()


async def _shown(line: Line) -> str:
    """The id of a notification that has just come."""
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:45")
    (message,) = await line.tick("08:00:00")
    return str(message.notification["data"]["did"])


async def test_it_comes_back_once_however_often_that_is_asked(line: Line) -> None:
    did = await _shown(line)
    assert await _wish(line.person, did, "hour") == (200, {"at": ms("09:00:00")})
    line.time.move_to(at("08:20:00"))
    assert await _wish(line.person, did, "hour") == (200, {"at": ms("09:00:00")})
    assert len(await line.tick("09:00:00")) == 1
    assert await line.tick("09:20:00") == []
    assert [row["kind"] for row in await dump(line.db, "deliveries")].count("snooze") == 1


async def test_a_snooze_can_be_snoozed(line: Line) -> None:
    did = await _shown(line)
    for hour in range(9, 15):
        assert await _wish(line.person, did, "hour") == (200, {"at": ms(f"{hour:02}:00:00")})
        (message,) = await line.tick(f"{hour:02}:00:00")
        did = message.notification["data"]["did"]


async def test_a_group_comes_back_as_a_group(line: Line) -> None:
    await line.subscribe("a")
    for name in ("Walk", "Read"):
        await line.remind("08:00", habit_id=UUID(await line.person.add_habit(name)))
    (message,) = await line.tick("08:00:00")
    await _wish(line.person, message.notification["data"]["did"], "evening")
    (again,) = await line.tick("19:00:00")
    assert again.notification["data"]["kind"] == "group"


async def test_quiet_hours_move_a_snooze_but_never_a_reminder(line: Line) -> None:
    await line.wish(quiet_from=7 * 60, quiet_to=10 * 60)
    did = await _shown(line)
    assert await _wish(line.person, did, "hour") == (200, {"at": ms("10:00:00")})
    assert len(await line.tick("10:00:00")) == 1


async def test_what_is_done_by_then_stays_silent(line: Line) -> None:
    did = await _shown(line)
    await _wish(line.person, did, "hour")
    await line.person.check_in(4, "2026-03-02")
    assert await line.tick("09:00:00") == []


async def test_tomorrow_and_the_next_occurrence_are_one_notification(line: Line) -> None:
    did = await _shown(line)
    assert (await _wish(line.person, did, "tomorrow"))[1] == {"at": ms("08:00:00", "2026-03-03")}
    await line.tick("07:59:45", "2026-03-03")
    (message,) = await line.tick("08:00:00", "2026-03-03")
    assert message.notification["data"]["kind"] == "mood"


async def test_disabling_takes_a_snooze_back_and_other_changes_do_not(line: Line) -> None:
    did = await _shown(line)
    await _wish(line.person, did, "hour")
    (reminder,) = await dump(line.db, "reminders")
    path = f"/api/reminders/{reminder['id']}"
    changed = (await line.person.http.patch(path, json={"time": "07:00"})).json()
    assert changed["nextAt"] == ms("09:00:00"), "the snooze comes before tomorrow at seven"
    (reminder,) = await dump(line.db, "reminders")
    assert reminder["next_local"] == "2026-03-03T07:00"
    assert [row["kind"] for row in await dump(line.db, "deliveries")].count("snooze") == 1
    assert (await line.person.http.patch(path, json={"enabled": False})).status_code == 200
    assert await line.tick("09:00:00") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"did": str(uuid4()), "for": "hour"}, 404),
        ({"did": str(uuid4()), "for": "year"}, 422),
        ({"did": "x", "for": "hour"}, 422),
        ({"for": "hour"}, 422),
        ({"did": str(uuid4()), "for": "hour", "at": 1}, 422),
    ],
)
async def test_a_snooze_of_nothing_is_refused(
    member: Person, body: dict[str, Any], status: int
) -> None:
    answer = await member.http.post("/api/reminders/snooze", json=body)
    assert answer.status_code == status


async def test_somebody_elses_notification_does_not_exist(line: Line, other: Person) -> None:
    did = await _shown(line)
    assert (await _wish(other, did, "hour"))[0] == 404
    assert len(await dump(line.db, "deliveries")) == 1
