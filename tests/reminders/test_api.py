"""Reminders over HTTP."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from tortoise.backends.base.client import BaseDBAsyncClient

from tests.support import Person, dump

NINE = {
    "time": "09:00", "weekdays": 127, "zone": "Europe/Berlin", "habitId": None, "text": "Tea",
    "follow": False,
}  # fmt: skip
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday, 07:00 in Berlin


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1_000)


async def _add(person: Person, **changes: Any) -> tuple[int, dict[str, Any]]:
    answer = await person.http.post("/api/reminders", json={**NINE, **changes})
    return answer.status_code, answer.json()


async def _change(person: Person, found: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = await person.http.patch(f"/api/reminders/{found['id']}", json=changes)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


async def _listed(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await person.http.get("/api/reminders")).json()
    return found


async def test_a_reminder_is_stored_with_its_next_instant(member: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        status, added = await _add(member)
    assert status == 201
    assert added == {
        **NINE,
        "id": added["id"],
        "enabled": True,
        "nextAt": _ms("2026-03-02T08:00Z"),
        "ignored": 0,
        "stopped": False,
    }
    assert await _listed(member) == [added]


async def test_it_can_belong_to_a_habit_of_ones_own(member: Person, other: Person) -> None:
    habit = await member.add_habit()
    assert (await _add(member, habitId=habit))[1]["habitId"] == habit
    status, problem = await _add(other, habitId=habit)
    assert (status, problem["type"]) == (422, "urn:everkeel:unknown-habit")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"zone": "Mars/Olympus"}, "unknown-zone"),
        ({"zone": "../../etc/passwd"}, "unknown-zone"),
        ({"zone": ""}, "unknown-zone"),
        ({"zone": "Europe/Berlin\x00"}, "unknown-zone"),
        ({"zone": "/usr/share/zoneinfo/UTC"}, "unknown-zone"),
        ({"time": "25:00"}, "invalid-time"),
        ({"time": "9:00"}, "invalid-time"),
        ({"time": ""}, "invalid-time"),
        ({"weekdays": 0}, "invalid"),
        ({"weekdays": 128}, "invalid"),
        ({"weekdays": 2**70}, "invalid"),
        ({"habitId": "x"}, "invalid"),
        ({"enabled": True}, "invalid"),
        ({"text": "x" * 161}, "invalid"),
        ({"text": "nul\x00"}, "invalid"),
        ({"text": None}, "invalid"),
        ({"follow": "yes"}, "invalid"),
        ({"zone": "Mars/Olympus", "follow": True}, "unknown-zone"),
        ({"habitId": "00000000-0000-7000-8000-000000000000"}, "unknown-habit"),
    ],
)
async def test_what_cannot_be_used_stores_nothing(
    member: Person, db: BaseDBAsyncClient, change: dict[str, Any], code: str
) -> None:
    status, problem = await _add(member, **change)
    assert (status, problem["type"]) == (422, f"urn:everkeel:{code}")
    assert await dump(db, "reminders") == []


async def test_a_link_to_a_zone_is_a_zone(member: Person) -> None:
    assert (await _add(member, zone="Asia/Calcutta"))[0] == 201


async def test_fifty_of_three_hundred_reminders_are_enough(member: Person) -> None:
    answers = [await _add(member, time=f"{9 + n // 60:02}:{n % 60:02}") for n in range(300)]
    assert [status for status, _ in answers] == [201] * 50 + [409] * 250
    assert {problem["type"] for _, problem in answers[50:]} == {"urn:everkeel:too-many"}
    assert len(await _listed(member)) == 50


async def test_a_text_of_160_signs_is_kept(member: Person) -> None:
    text = "Ä🙂" * 80
    assert (await _add(member, text=text))[1]["text"] == text


async def test_it_follows_its_owner_unless_told_to_stay(member: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        plain = {name: NINE[name] for name in ("time", "weekdays", "zone")}
        answer = await member.http.post("/api/reminders", json=plain)
        found = answer.json()
        assert (found["follow"], found["zone"], found["text"]) == (True, "UTC", "")
        assert found["nextAt"] == _ms("2026-03-02T09:00Z")
        stays = await _change(member, found, follow=False, zone="Europe/Berlin")
        assert (stays["zone"], stays["nextAt"]) == ("Europe/Berlin", _ms("2026-03-02T08:00Z"))
        follows = await _change(member, found, follow=True)
        assert (follows["zone"], follows["nextAt"]) == ("UTC", _ms("2026-03-02T09:00Z"))


async def test_a_change_plans_it_anew(member: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        _, added = await _add(member)
        assert (await _change(member, added, time="06:30"))["nextAt"] == _ms("2026-03-03T05:30Z")
        assert (await _change(member, added, weekdays=0b1000000))["nextAt"] == _ms(
            "2026-03-08T05:30Z"
        )
        moved = await _change(member, added, zone="America/New_York", weekdays=127)
        assert moved["nextAt"] == _ms("2026-03-02T11:30Z")


async def test_a_disabled_reminder_has_no_next_instant(member: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        _, added = await _add(member)
        assert (await _change(member, added, enabled=False))["nextAt"] is None
        assert (await _change(member, added, enabled=True))["nextAt"] == added["nextAt"]


@pytest.mark.parametrize(
    "change",
    [
        {"zone": "Nowhere"},
        {"time": "99:99"},
        {"weekdays": 0},
        {"text": "x" * 161},
        {"text": "\x00"},
        {"follow": None},
    ],
)
async def test_a_bad_change_changes_nothing(
    member: Person, db: BaseDBAsyncClient, change: dict[str, Any]
) -> None:
    _, added = await _add(member)
    before = await dump(db, "reminders")
    answer = await member.http.patch(f"/api/reminders/{added['id']}", json=change)
    assert answer.status_code == 422
    assert await dump(db, "reminders") == before


async def test_somebody_elses_reminder_does_not_exist(member: Person, other: Person) -> None:
    _, added = await _add(member)
    path = f"/api/reminders/{added['id']}"
    assert (await other.http.patch(path, json={"enabled": False})).status_code == 404
    assert (await other.http.delete(path)).status_code == 404
    assert await _listed(other) == []
    assert await _listed(member) == [added]


async def test_a_reminder_can_be_deleted(member: Person) -> None:
    _, added = await _add(member)
    path = f"/api/reminders/{added['id']}"
    assert (await member.http.delete(path)).status_code == 204
    assert (await member.http.delete(path)).status_code == 404
    assert await _listed(member) == []


async def test_an_unknown_notification_may_be_acknowledged(member: Person) -> None:
    for _ in range(2):
        answer = await member.http.post("/api/push/shown", json={"did": str(uuid4())})
        assert answer.status_code == 204
