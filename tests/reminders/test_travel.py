"""Reminders that follow their owner through the zones, and those that stay."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import clock
from backend.reminders import jobs, rules, service
from backend.reminders.rules import Occurrence, Schedule, next_after_move
from tests.reminders.line import Line, at, ms
from tests.support import dump

HOUR = 3_600_000
EIGHT = 480
ZONES = sorted(z for z in available_timezones() if not z.startswith(("posix", "right", "Fac", "l")))


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1_000)


def _moved(zone: str, now: str, due_key: str, last: Occurrence | None) -> tuple[str, str]:
    """Wall time and instant of what comes after arriving in a zone with an eight o'clock."""
    schedule = Schedule(EIGHT, rules.EVERY_DAY, clock.zone(zone))
    found = next_after_move(schedule, _ms(now), due_key, last)
    assert found is not None
    return found.local_key, datetime.fromtimestamp(found.at / 1_000, UTC).strftime("%d %H:%M")


def _fired(zone: str, day: str) -> Occurrence:
    at_ = rules.instant(date.fromisoformat(day), EIGHT, clock.zone(zone))
    return Occurrence(at_, f"{day}T08:00")


def test_case_13_flying_west_brings_no_second_eight_o_clock() -> None:
    fired = _fired("Europe/Berlin", "2027-06-01")
    assert fired.at == _ms("2027-06-01T06:00Z")
    found = _moved("America/New_York", "2027-06-01T10:00Z", "2027-06-02T08:00", fired)
    assert found == ("2027-06-02T08:00", "02 12:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-06-01T03:00Z", ("2027-06-01T08:00", "01 06:00")),
        ("2027-06-01T06:00Z", ("2027-06-01T08:00", "01 06:00")),
        ("2027-06-01T07:00Z", ("2027-06-01T08:00", "01 06:00")),
        ("2027-06-01T07:01Z", ("2027-06-02T08:00", "02 06:00")),
    ],
)
def test_flying_east_over_it_brings_it_late_up_to_an_hour(
    now: str, expected: tuple[str, str]
) -> None:
    """From New York, where the first of June has not had its eight o'clock yet."""
    fired = _fired("America/New_York", "2027-05-31")
    assert _moved("Europe/Berlin", now, "2027-06-01T08:00", fired) == expected


def test_what_was_not_due_before_is_not_late_either() -> None:
    """Made at half past eight: today's eight o'clock was never meant."""
    found = _moved("Europe/Paris", "2027-06-01T06:40Z", "2027-06-02T08:00", None)
    assert found == ("2027-06-02T08:00", "02 06:00")


def test_no_two_come_within_twelve_hours() -> None:
    fired = _fired("America/Los_Angeles", "2027-06-01")
    found = _moved("Pacific/Auckland", "2027-06-01T17:00Z", "2027-06-02T08:00", fired)
    assert found == ("2027-06-03T08:00", "02 20:00")


@settings(max_examples=400, deadline=None)
@given(
    start=st.sampled_from(ZONES),
    trip=st.lists(
        st.tuples(st.sampled_from(ZONES), st.integers(0, 72 * 60)), min_size=1, max_size=5
    ),
    minute=st.integers(0, 1_439),
    begin=st.integers(_ms("2026-01-01T00:00Z"), _ms("2029-01-01T00:00Z")),
)
def test_whoever_travels_gets_each_wall_time_once_and_none_too_close(
    start: str, trip: list[tuple[str, int]], minute: int, begin: int
) -> None:
    """Any route through the world: new wall times only, 12 h apart or a day, never over an hour
    late, and one at least every 60 hours."""
    now, fired = begin, list[tuple[int, Occurrence]]()
    schedule = Schedule(minute, rules.EVERY_DAY, clock.zone(start))
    following = rules.next_occurrence(schedule, now)
    for zone, minutes in [*trip, (start, 0)]:
        arrival = now + minutes * 60_000
        while following and following.at <= arrival:
            fired.append((max(now, following.at), following))
            now = max(now, following.at)
            following = rules.next_occurrence(schedule, following.at)
        now = arrival
        assert following is not None
        schedule = Schedule(minute, rules.EVERY_DAY, clock.zone(zone))
        last = fired[-1][1] if fired else None
        following = next_after_move(schedule, now, following.local_key, last)
        assert following is not None
        assert following.at > now - rules.FLOWN_OVER_MS - 1
        assert following.at - max(now, last.at if last else now) <= 60 * HOUR
    keys = [occurrence.local_key for _, occurrence in fired]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    for (_, one), (_, two) in pairwise(fired):
        assert two.at - one.at >= rules.APART_MS


async def _move(line: Line, zone: str) -> None:
    op = line.person.op("profile", str(line.person.id), {"zone": zone})
    answer = await line.person.sync(op)
    assert answer["results"][0]["status"] == "applied"


async def _next(line: Line) -> list[tuple[str, int | None]]:
    return [(found.zone, found.next_at) for found in await service.listed(line.person.id)]


async def test_a_new_zone_takes_the_followers_along_at_once(line: Line) -> None:
    await line.remind("08:00")
    await line.remind("08:30", zone="Asia/Tokyo", follow=False)
    await _move(line, "Europe/Berlin")
    assert await _next(line) == [
        ("Europe/Berlin", ms("07:00:00", "2026-03-02")),
        ("Asia/Tokyo", ms("23:30:00", "2026-03-02")),
    ]


async def test_a_zone_that_is_refused_moves_nothing(line: Line) -> None:
    await line.remind("08:00")
    op = line.person.op("profile", str(line.person.id), {"zone": "Mars/Olympus"})
    await line.person.sync(op)
    old = line.person.op("profile", str(line.person.id), {"zone": "Asia/Tokyo"}, ms=1)
    await line.person.sync(line.person.op("profile", str(line.person.id), {"zone": "UTC"}))
    assert (await line.person.sync(old))["results"][0]["status"] == "superseded"
    assert await _next(line) == [("UTC", ms("08:00:00"))]


@pytest.mark.parametrize("moment", ["07:59:10", "07:59:45"])
async def test_what_was_on_its_way_comes_at_the_new_time(line: Line, moment: str) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick(moment)
    await _move(line, "Atlantic/Azores")
    assert await line.tick("08:00:00") == []
    assert len(await line.tick("09:00:00")) == 1


async def test_flown_over_by_half_an_hour_it_comes_now_and_once(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    line.time.move_to(at("07:30:00"))
    await _move(line, "Europe/Berlin")
    assert len(await line.tick("07:30:01")) == 1
    await _move(line, "UTC")
    assert await line.tick("08:00:00") == []
    assert await _next(line) == [("UTC", ms("08:00:00", "2026-03-03"))]


@pytest.mark.parametrize("moment", ["07:59:10", "07:59:45"])
async def test_flown_over_in_its_last_seconds_it_comes_now(line: Line, moment: str) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick(moment)
    await _move(line, "Europe/Berlin")
    assert len(await line.tick("07:59:50")) == 1
    assert await line.tick("08:00:00") == []


async def test_flown_over_by_more_it_waits_for_tomorrow(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    line.time.move_to(at("07:30:00"))
    await _move(line, "Europe/Helsinki")
    assert await line.tick("07:30:01") == []
    assert await _next(line) == [("Europe/Helsinki", ms("06:00:00", "2026-03-03"))]


async def test_a_snooze_and_a_disabled_reminder_stay_as_they_are(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    quiet = await line.remind("10:00")
    await service.update(line.person.id, quiet, {"enabled": False})
    (message,) = await line.tick("08:00:00")
    did = UUID(message.notification["data"]["did"])
    assert await service.snooze(line.person.id, did, "hour") == ms("09:00:00")
    await _move(line, "America/New_York")
    rows = await dump(line.db, "reminders")
    assert {row["zone"] for row in rows} == {"America/New_York"}
    assert [row["next_fire_at"] for row in rows if not row["enabled"]] == [None]
    assert len(await line.tick("09:00:00")) == 1


async def test_the_move_and_the_reminders_are_one_transaction(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await line.remind("08:00")

    async def down(*_: object) -> None:
        raise ConnectionError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr("backend.reminders.plan_queries.advance", down)
        body = {
            "device": line.person.device,
            "cursor": 0,
            "ops": [line.person.op("profile", str(line.person.id), {"zone": "Asia/Tokyo"})],
        }
        assert (await line.person.http.post("/api/sync", json=body)).status_code == 503
    assert [row["zone"] for row in await dump(line.db, "profiles")] == ["UTC"]
    assert await _next(line) == [("UTC", ms("08:00:00"))]
    await jobs.plan()


async def test_a_week_around_the_world_has_no_two_on_one_date(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    route = ["Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin", "Pacific/Apia", "UTC"]
    start, came = at("00:00:00"), list[str]()
    for hour in range(7 * 24):
        now = start + timedelta(hours=hour)
        line.time.move_to(now)
        if hour % 30 == 29:
            await _move(line, route[hour // 30 % 5])
        for _ in await line.tick(now.strftime("%H:%M:%S"), now.strftime("%Y-%m-%d")):
            came.append(now.isoformat())
    keys = sorted(row["local_key"] for row in await dump(line.db, "deliveries"))
    assert len(keys) == len({key[:10] for key in keys})
    assert 4 <= len(came) <= 8
