"""The demo person: everything the app can show, written as a phone would."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import get_args

import pytest
import time_machine
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, demo
from backend.articles import starters
from backend.checkins.markers import EventKind
from backend.habits.changes import Kind, Schedule
from backend.settings import Settings
from backend.vault import Vault
from tests.support import dump


@pytest.fixture
async def filled(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BaseDBAsyncClient]:
    """A database with the demo person, on a machine in Berlin.

    Always on one day: on one in fifty chance hides what the person's mood really goes with.
    """
    monkeypatch.setenv("TZ", "Europe/Berlin")
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
    with time_machine.travel(noon, tick=False):
        async with database.opened(settings) as db:
            await starters.load_starters()
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
    for table in (
        "habit_groups",
        "pauses",
        "screenings",
        "readings",
        "factors",
        "amounts",
        "entries",
        "note_keys",
    ):
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


async def test_what_really_goes_with_mood_is_shown_and_nothing_that_does_not(
    filled: BaseDBAsyncClient,
) -> None:
    """The person walks more on good days, sleeps badly before bad ones, and reads on any."""
    names = {str(row["id"]): row["name"] for row in await dump(filled, "habits")}
    newest: dict[tuple[str, str], str] = {}
    for row in sorted(await dump(filled, "insight_looks"), key=lambda row: str(row["looked_on"])):
        newest[names.get(str(row["subject_id"]), "factor"), row["timing"]] = row["state"]
    assert len(newest) == 6
    assert newest["Walk outside", "same_day"] == "shown"
    assert newest["factor", "same_day"] != "no_link"
    assert newest["Read ten pages", "day_after"] != "shown"


async def test_a_treatment_has_moods_before_it_and_its_first_follow_up_is_past(
    filled: BaseDBAsyncClient,
) -> None:
    today = clock.today("Europe/Berlin", 3)
    (treated,) = [row for row in await dump(filled, "events") if row["kind"] == "treatment"]
    day = database.as_date(treated["day"])
    assert 180 < (today - day).days < 270
    moods = {database.as_date(row["day"]) for row in await dump(filled, "moods")}
    assert len([one for one in moods if 0 < (day - one).days <= 30]) >= 14


async def test_a_questionnaire_every_fortnight_the_newest_of_last_week(
    filled: BaseDBAsyncClient,
) -> None:
    today = clock.today("Europe/Berlin", 3)
    for instrument in ("phq8", "gad7"):
        days = sorted(
            database.as_date(row["day"])
            for row in await dump(filled, "screenings")
            if row["instrument"] == instrument
        )
        assert len(days) > 8
        assert {(b - a).days for a, b in pairwise(days)} == {14}
        assert 0 < (today - days[-1]).days < 14


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
