"""Reminders keep to the wall clock: the exact instants of awkward dates, and every zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import clock
from backend.reminders import rules
from backend.reminders.rules import EVERY_DAY, Schedule, next_occurrence

HALF_A_DAY = 12 * 3_600_000


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1_000)


def _utc(at: int) -> str:
    return datetime.fromtimestamp(at / 1_000, UTC).strftime("%Y-%m-%dT%H:%MZ")


def _schedule(zone: str, time: str, weekdays: int = EVERY_DAY) -> Schedule:
    minute = rules.parse_time(time)
    assert minute is not None
    return Schedule(minute, weekdays, clock.zone(zone))


def _instants(zone: str, time: str, first: str, count: int) -> list[tuple[str, str]]:
    """(wall time, instant) of the first occurrences whose date is `first` or later."""
    schedule = _schedule(zone, time)
    after, key = _ms(f"{first}T00:00Z") - 2 * 2 * HALF_A_DAY, f"{first}T"
    found: list[tuple[str, str]] = []
    while len(found) < count:
        occurrence = next_occurrence(schedule, after, key)
        assert occurrence is not None
        after, key = occurrence.at, occurrence.local_key
        found.append((key, _utc(after)))
    return found


CASES = [
    # New York: the hour that does not exist, the hour that comes twice, midnights around it
    ("America/New_York", "02:30", "2027-03-14", "2027-03-14T07:30Z"),
    ("America/New_York", "01:30", "2027-11-07", "2027-11-07T05:30Z"),
    ("America/New_York", "00:00", "2027-03-13", "2027-03-13T05:00Z"),
    ("America/New_York", "00:00", "2027-03-14", "2027-03-14T05:00Z"),
    ("America/New_York", "00:00", "2027-03-15", "2027-03-15T04:00Z"),
    ("America/New_York", "00:00", "2027-03-16", "2027-03-16T04:00Z"),
    ("Europe/London", "01:15", "2027-03-28", "2027-03-28T01:15Z"),
    ("Europe/London", "01:30", "2027-10-31", "2027-10-31T00:30Z"),
    # Lord Howe moves by half an hour
    ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45Z"),
    ("Australia/Lord_Howe", "01:45", "2027-04-04", "2027-04-03T14:45Z"),
    # Casablanca: Ramadan, and a rule that older tz data do not know
    ("Africa/Casablanca", "02:30", "2026-02-15", "2026-02-15T01:30Z"),
    ("Africa/Casablanca", "02:30", "2026-03-22", "2026-03-22T02:30Z"),
    ("Africa/Casablanca", "08:00", "2026-12-01", "2026-12-01T08:00Z"),
    ("Asia/Kathmandu", "08:00", "2027-01-01", "2027-01-01T02:15Z"),
    # Cairo: midnight itself does not exist
    ("Africa/Cairo", "00:30", "2027-04-30", "2027-04-29T22:30Z"),
    ("Africa/Cairo", "23:30", "2027-10-28", "2027-10-28T20:30Z"),
    # Nuuk: a gap over midnight moves the instant to the next date, the wall time stays
    ("America/Nuuk", "23:30", "2027-03-27", "2027-03-28T01:30Z"),
    ("America/Nuuk", "23:30", "2027-03-28", "2027-03-29T00:30Z"),
    ("America/Vancouver", "08:00", "2026-12-01", "2026-12-01T15:00Z"),
    ("Pacific/Chatham", "02:50", "2027-09-26", "2027-09-25T14:05Z"),
    ("America/Santiago", "00:30", "2027-09-05", "2027-09-05T04:30Z"),
]


@pytest.mark.parametrize(("zone", "time", "day", "instant"), CASES)
def test_an_awkward_wall_time_has_one_exact_instant(
    zone: str, time: str, day: str, instant: str
) -> None:
    assert _instants(zone, time, day, 1) == [(f"{day}T{time}", instant)]


def test_midnight_in_new_york_skips_no_day_in_spring() -> None:
    keys = [key for key, _ in _instants("America/New_York", "00:00", "2027-03-13", 4)]
    assert keys == [f"2027-03-{day}T00:00" for day in (13, 14, 15, 16)]


def test_apia_left_out_a_day_in_2011() -> None:
    assert _instants("Pacific/Apia", "08:00", "2011-12-29", 2) == [
        ("2011-12-29T08:00", "2011-12-29T18:00Z"),
        ("2011-12-31T08:00", "2011-12-30T18:00Z"),
    ]


def test_the_hour_that_comes_twice_fires_once() -> None:
    first, second = _instants("America/New_York", "01:30", "2027-11-07", 2)
    assert first[1] == "2027-11-07T05:30Z"
    assert second == ("2027-11-08T01:30", "2027-11-08T06:30Z")


def test_flying_west_brings_no_second_reminder_on_the_same_date() -> None:
    berlin = next_occurrence(_schedule("Europe/Berlin", "08:00"), _ms("2027-06-01T00:00Z"))
    assert berlin is not None
    assert _utc(berlin.at) == "2027-06-01T06:00Z"
    moved = next_occurrence(
        _schedule("America/New_York", "08:00"), _ms("2027-06-01T10:00Z"), berlin.local_key
    )
    assert moved is not None
    assert _utc(moved.at) == "2027-06-02T12:00Z"


def test_only_the_chosen_weekdays_count() -> None:
    tuesday_and_sunday = 0b1000010
    schedule = _schedule("Europe/Berlin", "09:00", tuesday_and_sunday)
    after, days = _ms("2027-03-01T00:00Z"), []
    for _ in range(4):
        occurrence = next_occurrence(schedule, after)
        assert occurrence is not None
        after = occurrence.at
        days.append(date.fromisoformat(occurrence.local_key[:10]).strftime("%a %d"))
    assert days == ["Tue 02", "Sun 07", "Tue 09", "Sun 14"]


def test_a_weekday_that_does_not_exist_waits_for_the_next_one() -> None:
    friday = 0b0010000
    occurrence = next_occurrence(
        _schedule("Pacific/Apia", "08:00", friday), _ms("2011-12-29T00:00Z")
    )
    assert occurrence is not None
    assert occurrence.local_key == "2012-01-06T08:00"


def test_a_moment_that_is_now_is_not_next() -> None:
    schedule = _schedule("UTC", "08:00")
    occurrence = next_occurrence(schedule, _ms("2027-03-01T08:00Z"))
    assert occurrence is not None
    assert occurrence.local_key == "2027-03-02T08:00"


def _zones() -> list[str]:
    skip = ("posix", "right", "localtime", "Factory")
    return sorted(name for name in available_timezones() if not name.startswith(skip))


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> list[date]:
    """Dates on which the offset changes, found in steps of half a day."""
    moment, found = datetime(first_year, 1, 1, tzinfo=UTC), []
    offset = moment.astimezone(zone).utcoffset()
    while moment.year <= last_year:
        moment += timedelta(hours=12)
        local = moment.astimezone(zone)
        if local.utcoffset() != offset:
            offset = local.utcoffset()
            found.append(local.date())
    return found


@pytest.mark.parametrize("name", _zones())
def test_around_every_change_each_date_has_one_later_instant(name: str) -> None:
    """Every zone, changes of 2026 to 2028, 3 days either way, every 2 hours and 30 minutes."""
    zone = clock.zone(name)
    for change in _changes(zone, 2026, 2028):
        for minute in range(0, 1_440, 150):
            _check_week(zone, minute, change - timedelta(days=3))


def _check_week(zone: ZoneInfo, minute: int, first: date) -> None:
    """Seven dates in a row: strictly later instants, one for each date that exists."""
    schedule = Schedule(minute, EVERY_DAY, zone)
    after, key = rules.instant(first, minute, zone) - 1, ""
    for day in (first + timedelta(days=n) for n in range(7)):
        if not rules.exists(day, zone):
            continue
        occurrence = next_occurrence(schedule, after, key)
        assert occurrence is not None
        assert occurrence.local_key == f"{day.isoformat()}T{rules.format_time(minute)}"
        assert occurrence.at > after
        assert occurrence.at - rules.instant(day, minute, zone) == 0
        after, key = occurrence.at, occurrence.local_key


@settings(max_examples=300, deadline=None)
@given(
    zone=st.sampled_from(_zones()),
    minute=st.integers(0, 1_439),
    weekdays=st.integers(1, 127),
    after=st.integers(_ms("2005-01-01T00:00Z"), _ms("2037-01-01T00:00Z")),
)
def test_the_next_occurrence_is_on_a_chosen_weekday_and_shows_its_wall_time(
    zone: str, minute: int, weekdays: int, after: int
) -> None:
    schedule = Schedule(minute, weekdays, clock.zone(zone))
    occurrence = next_occurrence(schedule, after)
    assert occurrence is not None
    assert after < occurrence.at <= after + 15 * 24 * 3_600_000
    wall = datetime.fromisoformat(occurrence.local_key)
    assert weekdays >> wall.weekday() & 1
    shown = datetime.fromtimestamp(occurrence.at / 1_000, schedule.zone).replace(tzinfo=None)
    assert timedelta(0) <= shown - wall <= timedelta(hours=3)  # later only when it was in a gap
