"""Time: aware, injectable, by PyPI's zones, and the personal day."""

import zoneinfo
from datetime import UTC, date, datetime

import pytest
import time_machine

from backend import clock

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


def test_now_is_aware_and_can_be_set() -> None:
    with time_machine.travel(NOON, tick=False):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC
        assert clock.now_ms() == 1_774_785_600_000


@pytest.mark.parametrize(
    ("instant", "zone", "day_starts_at", "day"),
    [
        ("2026-03-10T02:59:00+00:00", "UTC", 3, "2026-03-09"),
        ("2026-03-10T03:00:00+00:00", "UTC", 3, "2026-03-10"),
        ("2026-03-10T00:00:00+00:00", "UTC", 0, "2026-03-10"),
        ("2026-03-10T22:59:00+00:00", "UTC", 23, "2026-03-09"),
        ("2026-03-09T23:30:00+00:00", "Asia/Tokyo", 3, "2026-03-10"),
        ("2026-03-10T02:00:00+00:00", "America/New_York", 3, "2026-03-09"),
        # Berlin springs forward at 01:00 UTC: 01:30 UTC is 03:30 there.
        ("2026-03-29T00:59:00+00:00", "Europe/Berlin", 3, "2026-03-28"),
        ("2026-03-29T01:00:00+00:00", "Europe/Berlin", 3, "2026-03-29"),
        # It falls back at 01:00 UTC: two o'clock comes twice, both before the day starts.
        ("2026-10-25T00:30:00+00:00", "Europe/Berlin", 3, "2026-10-24"),
        ("2026-10-25T01:30:00+00:00", "Europe/Berlin", 3, "2026-10-24"),
        ("2026-10-25T02:00:00+00:00", "Europe/Berlin", 3, "2026-10-25"),
        ("2027-01-01T02:00:00+00:00", "Europe/London", 3, "2026-12-31"),
        ("2028-03-01T01:00:00+00:00", "UTC", 3, "2028-02-29"),
        ("2026-03-10T10:30:00+00:00", "Pacific/Kiritimati", 3, "2026-03-10"),
        ("2026-03-10T13:30:00+00:00", "Pacific/Kiritimati", 3, "2026-03-11"),
    ],
)
def test_the_personal_day(instant: str, zone: str, day_starts_at: int, day: str) -> None:
    found = clock.local_date(datetime.fromisoformat(instant), zone, day_starts_at)
    assert found == date.fromisoformat(day)


def test_today_is_the_personal_day_of_now() -> None:
    with time_machine.travel(datetime(2026, 3, 10, 1, 0, tzinfo=UTC), tick=False):
        assert clock.today("UTC", 3) == date(2026, 3, 9)
        assert clock.today("Asia/Tokyo", 3) == date(2026, 3, 10)


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "UTC ", "Europe/Berlin\n",
        "Europe", ".", "..", "a" * 5000, "Europe/Berl\x00in", "CON",
    ],
)  # fmt: skip
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(clock.UnknownZone):
        clock.zone(name)


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "US/Eastern", "Asia/Calcutta", "GMT"])
def test_zones_and_their_older_names_are_known(name: str) -> None:
    assert clock.zone(name).key == name


def test_the_machine_s_own_zones_are_never_read() -> None:
    assert zoneinfo.TZPATH == ()


def test_the_zones_know_this_year_s_law() -> None:
    """Vancouver keeps summer time from 2026 on; older data sets are an hour off."""
    winter = datetime(2026, 12, 1, 12, tzinfo=clock.zone("America/Vancouver"))
    assert winter.utcoffset() == datetime(2026, 7, 1, tzinfo=winter.tzinfo).utcoffset()
