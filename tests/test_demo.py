"""The demo person: everything the app can show, written as a phone would."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import get_args

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, demo
from backend.checkins.markers import EventKind
from backend.habits.changes import Kind, Schedule
from backend.settings import Settings
from backend.vault import Vault
from tests.support import dump


@pytest.fixture
async def filled(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BaseDBAsyncClient]:
    """A database with the demo person, on a machine in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    async with database.opened(settings) as db:
        await demo.fill(Vault.of(settings))
        yield db


async def test_every_operation_is_taken_and_every_kind_of_thing_is_there(
    filled: BaseDBAsyncClient,
) -> None:
    answers = {(row["status"], row["code"]) for row in await dump(filled, "sync_operations")}
    assert answers == {("applied", "")}
    habits = await dump(filled, "habits")
    assert {habit["kind"] for habit in habits} == set(get_args(Kind))
    assert {habit["schedule"] for habit in habits} == set(get_args(Schedule))
    assert sum(bool(habit["plan_when"]) for habit in habits) >= 2
    events = await dump(filled, "events")
    assert {event["kind"] for event in events} < set(get_args(EventKind))
    assert [bool(event["follow_up_on"]) for event in events].count(True) == 1
    for table in ("habit_groups", "pauses", "factors", "amounts", "entries", "note_keys"):
        assert await dump(filled, table), table


async def test_it_is_half_a_year_with_a_week_off_and_today_still_open(
    filled: BaseDBAsyncClient,
) -> None:
    today = clock.today("Europe/Berlin", 3)
    days = {
        table: {database.as_date(row["day"]) for row in await dump(filled, table)}
        for table in ("entries", "amounts", "moods")
    }
    assert all(today not in found and len(found) > 120 for found in days.values())
    (pause,) = await dump(filled, "pauses")
    first, last = database.as_date(pause["first_day"]), database.as_date(pause["last_day"])
    assert (last - first).days == 6
    assert not [day for day in days["entries"] | days["amounts"] if first <= day <= last]


async def test_moods_are_of_the_persons_own_mornings_and_evenings(
    filled: BaseDBAsyncClient,
) -> None:
    zone, moods = clock.zone("Europe/Berlin"), await dump(filled, "moods")
    hours = {datetime.fromtimestamp(mood["at"] / 1000, UTC).astimezone(zone).hour for mood in moods}
    assert hours == {8, 21}
    assert 5 < sum(bool(mood["note"]) for mood in moods) < len(moods) / 4


@pytest.mark.parametrize(
    ("given", "zone"),
    [("Asia/Tokyo", "Asia/Tokyo"), ("Etc/UTC", "UTC"), ("Mars/Olympus", "UTC"), (":", "UTC")],
)
def test_the_zone_is_that_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, given: str, zone: str
) -> None:
    monkeypatch.setenv("TZ", given)
    assert demo.local_zone() == zone
