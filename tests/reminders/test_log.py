"""What people read about their reminders."""

from typing import Any
from uuid import UUID

from backend.reminders import service
from tests.reminders.line import Line, at, ms
from tests.support import Person


async def _log(person: Person) -> list[dict[str, Any]]:
    answer = await person.http.get("/api/reminders/log")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_a_notification_that_was_sent_and_shown(line: Line) -> None:
    await line.subscribe("a")
    await line.subscribe("b")
    await line.remind("08:00")
    await line.tick("07:59:45")
    assert [(e["state"], e["sentAt"]) for e in await _log(line.person)] == [("waiting", None)]
    line.sink.answers["b"] = ["410 Gone"]
    await line.tick("08:00:00")
    (message,) = line.sink.received
    line.time.move_to(at("08:00:02"))
    did = message.notification["data"]["did"]
    await line.person.http.post("/api/push/shown", json={"did": did})
    assert await _log(line.person) == [
        {
            "dueAt": ms("08:00:00"), "time": "08:00", "habitId": None, "kind": "scheduled",
            "state": "sent", "reason": None, "sentAt": ms("08:00:00"), "shownAt": ms("08:00:02"),
            "devices": [
                {"label": "a", "status": "sent", "at": ms("08:00:00")},
                {"label": "b", "status": "dead", "at": None},
            ],
        }
    ]  # fmt: skip
    (device,) = (await line.person.http.get("/api/push/subscriptions")).json()
    assert (device["label"], device["lastShownAt"]) == ("a", ms("08:00:02"))


async def test_what_rides_along_says_so_and_shares_its_fate(line: Line) -> None:
    await line.subscribe("a")
    habits = [await line.person.add_habit(name) for name in ("Walk", "Read")]
    for habit in habits:
        await line.remind("08:00", habit_id=UUID(habit))
    (message,) = await line.tick("08:00:00")
    await service.shown(line.person.id, UUID(message.notification["data"]["did"]))
    found = await _log(line.person)
    assert sorted(entry["state"] for entry in found) == ["grouped", "sent"]
    assert {entry["habitId"] for entry in found} == set(habits)
    assert [entry["shownAt"] for entry in found] == [ms("08:00:00")] * 2
    assert [len(entry["devices"]) for entry in found] == [1, 1]


async def test_every_silence_has_its_reason(line: Line) -> None:
    await line.remind("08:00")
    await line.tick("08:00:00")
    await line.subscribe("a")
    await line.remind("09:00")
    await line.person.check_in(4, "2026-03-02")
    await line.tick("09:00:00")
    await line.remind("10:00")
    await line.tick("09:59:10")
    await line.tick("13:00:00")
    line.sink.answers["a"] = ["403 Forbidden"]
    habit = await line.person.add_habit()
    await line.wish(reminder_limit=20)
    await line.remind("14:00", habit_id=UUID(habit))
    await line.tick("14:00:00")
    found = {e["time"]: (e["state"], e["reason"], e["sentAt"]) for e in await _log(line.person)}
    assert found == {
        "08:00": ("failed", "no_device", None),
        "09:00": ("silent", "done", None),
        "10:00": ("expired", "too_late", None),
        "14:00": ("failed", "key_mismatch", None),
    }


async def test_a_device_in_trouble_waits(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:45")
    line.sink.answers["a"] = ["500 Server Error"]
    await line.tick("08:00:00")
    (entry,) = await _log(line.person)
    assert entry["state"] == "waiting"
    assert entry["devices"] == [{"label": "a", "status": "waiting", "at": None}]
    await line.tick("11:00:01")
    (entry,) = await _log(line.person)
    assert (entry["state"], entry["devices"]) == ("expired", [])


async def test_a_snooze_is_told_by_the_time_it_comes(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    (message,) = await line.tick("08:00:00")
    await service.snooze(line.person.id, UUID(message.notification["data"]["did"]), "hour")
    newest, _ = await _log(line.person)
    assert (newest["kind"], newest["time"], newest["state"]) == ("snooze", "09:00", "waiting")


async def test_the_newest_fifty_of_ones_own(line: Line, other: Person) -> None:
    for day in range(2, 30):
        for hour in (8, 12):
            if day == 2:
                await line.remind(f"{hour:02}:00")
            await line.tick(f"{hour:02}:00:00", f"2026-03-{day:02}")
    found = await _log(line.person)
    assert len(found) == 50
    due = [entry["dueAt"] for entry in found]
    assert due == sorted(due, reverse=True)
    assert due[0] == ms("12:00:00", "2026-03-29")
    assert await _log(other) == []
