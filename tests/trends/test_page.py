"""GET /api/trends: the charts of a range."""

from datetime import timedelta
from typing import Any

import pytest

from backend import clock
from backend.trends import follow_ups
from tests.support import Person
from tests.trends import diaries
from tests.trends.diaries import day, mood, profile, walks

HOUR_MS = 3_600_000


async def read(person: Person, days: str | int = 90) -> dict[str, Any]:
    answer = await person.http.get("/api/trends", params={"days": days})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_new_person_has_empty_charts(member: Person) -> None:
    for days in (30, 365, "all"):
        found = await read(member, days)
        assert found["mood"] == found["weekMean"] == found["factors"] == found["emotions"] == []
        assert found["changes"] == found["events"] == []
        assert found["trend"] == {"days": 0, "needs": 60, "slope": None, "called": False}
        assert {one["count"] for one in found["weekdays"]} == {0}
        assert found["ratings"] == {"energy": [], "anxiety": [], "confidence": [], "sleep": []}


async def test_everything_begins_with_the_first_mood_or_entry(member: Person) -> None:
    await member.check_in(3, day(40))
    assert (await read(member, "all"))["from"] == day(40)
    habit = await member.add_habit()
    await diaries.send(member, [member.op("entry", f"{habit}:{day(200)}", {"value": 1})])
    found = await read(member, "all")
    assert (found["from"], found["to"]) == (day(200), day(0))
    assert found["summary"] == {"days": 1, "mean": 3.0, "meanBefore": None}


async def test_a_short_diary_is_shown_among_thirty_days(member: Person) -> None:
    await member.check_in(3, day(4))
    assert (await read(member, "all"))["from"] == day(29)


async def test_the_week_has_its_lowest_and_highest_day(member: Person) -> None:
    await diaries.send(member, [mood(member, n, level) for n, level in enumerate((5, 3, 1, 3))])
    (week,) = (await read(member))["weekMean"]
    assert week == {"day": day(0), "mean": 3.0, "low": 1.0, "high": 5.0}


async def test_weekdays_are_of_the_days_shown(member: Person) -> None:
    await diaries.send(member, [mood(member, n, 2 + n // 7) for n in range(0, 28, 7)])
    weekday = clock.today("UTC", 3).weekday()
    found = (await read(member, 30))["weekdays"]
    assert [one["weekday"] for one in found] == list(range(7))
    assert found[weekday] == {
        "weekday": weekday,
        "mean": 3.5,
        "count": 4,
        "low": 2.75,
        "high": 4.25,
    }
    assert found[weekday - 1]["mean"] is None


async def test_parts_of_the_day_follow_the_persons_clock(member: Person) -> None:
    midnight = clock.now_ms() // (24 * HOUR_MS) * 24 * HOUR_MS
    taps = [(4, 1), (10, 2), (16, 3), (20, 4), (21, 5)]
    await diaries.send(
        member, [mood(member, 1, level, at=midnight + h * HOUR_MS) for h, level in taps]
    )
    shares = {one["part"]: one["mean"] for one in (await read(member))["dayParts"]}
    assert shares == {"night": 1.0, "morning": 2.0, "midday": 3.0, "evening": 4.5}
    await profile(member, zone="Asia/Tokyo")  # nine hours later
    counts = {one["part"]: one["count"] for one in (await read(member))["dayParts"]}
    assert counts == {"night": 1, "morning": 2, "midday": 1, "evening": 1}


async def test_a_factor_is_set_against_days_on_which_more_was_said(member: Person) -> None:
    tea, rare = await member.add_factor("Tea"), await member.add_factor("Rare")
    ops = [mood(member, n, 4, factors=[tea]) for n in range(9, 5, -1)]
    ops += [mood(member, n, 2, energy=3) for n in range(5, 3, -1)]
    ops += [mood(member, 3, 5, factors=[rare]), mood(member, 2, 1), mood(member, 20, 1, energy=1)]
    await diaries.send(member, ops)
    found = await read(member, 30)
    assert found["factors"] == [
        {"factorId": tea, "days": 4, "mean": 4.0, "meanWithout": 3.0, "daysWithout": 3}
    ]
    await diaries.send(member, [member.op("factor", tea, {"deleted": True})])
    assert (await read(member, 30))["factors"] == []


async def test_emotions_are_counted_by_check_in(member: Person) -> None:
    words = (["calm", "tired"], ["calm"], ["calm", "calm"])
    await diaries.send(member, [mood(member, n, 3, emotions=of) for n, of in enumerate(words)])
    assert (await read(member))["emotions"] == [
        {"key": "calm", "count": 3}, {"key": "tired", "count": 1},
    ]  # fmt: skip


async def test_ratings_are_by_day_and_in_long_ranges_by_week(member: Person) -> None:
    ops = [mood(member, n, 3, energy=1 + n % 2, anxiety=None) for n in range(14)]
    await diaries.send(member, [*ops, mood(member, 0, 3, energy=5, sleep=4)])
    found = (await read(member, 90))["ratings"]
    assert len(found["energy"]) == 14
    assert found["energy"][-1] == {"day": day(0), "mean": 3.0}
    assert (found["anxiety"], found["sleep"]) == ([], [{"day": day(0), "mean": 4.0}])
    weekly = (await read(member, 365))["ratings"]["energy"]
    assert [one["day"] for one in weekly] == [day(7), day(0)]


async def test_strength_has_at_most_sixty_points_that_end_today(member: Person) -> None:
    await walks(member, 100)
    for days, count in ((30, 30), (90, 45), (365, 50)):
        (found,) = (await read(member, days))["habits"]
        line = found["strengthLine"]
        assert (len(line), line[-1]["day"]) == (count, day(0))
        assert line[-1]["value"] == pytest.approx(found["strength"], abs=1e-4)
        assert {(0.0 <= one["value"] <= 1.0) for one in line} == {True}


async def test_a_trend_and_a_change_are_of_the_range_shown(member: Person) -> None:
    await diaries.send(member, [mood(member, n, 2 + (n < 40) * 2 + n % 2) for n in range(80)])
    found = await read(member, 90)
    assert (found["trend"]["days"], found["trend"]["called"]) == (80, True)
    assert found["trend"]["slope"] > 0.15
    (change,) = found["changes"]
    assert change == {
        "on": day(39), "before": 2.5, "after": 4.5, "daysBefore": 40, "daysAfter": 40,
    }  # fmt: skip
    month = await read(member, 30)
    assert (month["trend"]["slope"], month["changes"]) == (None, [])


async def test_a_treatment_has_its_follow_ups(member: Person) -> None:
    today = clock.today("UTC", 3)
    began = today - timedelta(days=200)
    own = today - timedelta(days=100)
    event = await member.add(
        "event", name="Sessions", kind="treatment", day=began.isoformat(),
        followUpOn=own.isoformat(),
    )  # fmt: skip
    await member.add("event", name="Sea", kind="holiday", day=began.isoformat())
    await member.add("event", name="Plan", kind="therapy", day=day(-5))
    ops = [mood(member, n, 2) for n in range(230, 200, -1)]
    ops += [mood(member, n, 4) for n in range(110, 104, -1)]
    ops += [mood(member, n, 5) for n in range(30, -1, -1)]
    await diaries.send(member, ops)
    for days in (30, 365, "all"):
        (found,) = (await read(member, days))["events"]
        assert found["eventId"] == event
        assert found["before"] == {"mean": 2.0, "days": 30, "of": 30}
        own_one, six, nine, twelve = found["followUps"]
        assert own_one == {
            "months": None, "on": own.isoformat(), "state": "past", "mean": None, "days": 6,
            "of": 30,
        }  # fmt: skip
        assert (six["months"], six["on"]) == (6, follow_ups.months_after(began, 6).isoformat())
        assert (six["state"], six["mean"], six["of"]) == ("past", 5.0, 30)
        assert [one["state"] for one in (nine, twelve)] == ["ahead", "ahead"]
        assert [one["days"] for one in (nine, twelve)] == [0, 0]


async def test_an_event_whose_follow_ups_are_over_leaves_short_ranges(member: Person) -> None:
    await member.add("event", name="Old", kind="medicine", day=day(500))
    await member.check_in(3, day(360))
    assert (await read(member, 90))["events"] == []
    assert len((await read(member, 365))["events"]) == 1
