"""From a planned reminder to a notification on a phone."""

import pytest

from backend import database, messages
from backend.push import rules as push_rules
from backend.reminders import jobs, service
from tests.push.sink import Phone
from tests.reminders.line import Line, at, ms
from tests.support import dump


async def test_a_reminder_arrives_in_its_second_and_not_before(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    assert await line.tick("07:58:00") == []
    assert await line.states() == []
    assert await line.tick("07:59:10") == []
    assert await line.states() == ["pending"]
    assert await line.tick("07:59:45") == []
    assert await line.states() == ["leased"]
    assert len(await line.tick("08:00:00")) == 1
    assert await line.states() == ["sent"]
    assert await line.tick("08:00:05") == []


async def test_the_message_is_what_the_worker_expects(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:45")
    (message,) = await line.tick("08:00:00")
    delivery = await line.delivery()
    tag = push_rules.topic(f"{line.person.id}|{ms('08:00:00')}")
    shown = message.notification
    assert message.headers["topic"] == shown["tag"] == tag
    assert shown["data"] == {
        "did": str(delivery["id"]), "kind": "mood", "habitId": None, "day": "2026-03-02",
    }  # fmt: skip
    assert shown["navigate"] == "http://localhost:8765/#mood"
    assert [action["action"] for action in shown["actions"]] == ["mood-4", "mood-2"]
    bank = {(note.title, note.body) for note in messages.catalogue("en").reminders}
    assert (shown["title"], shown["body"]) in bank
    assert message.headers["ttl"] == str(3 * 3_600)
    assert message.headers["urgency"] == "high"


async def test_the_person_reads_their_own_language(line: Line) -> None:
    await line.subscribe("a")
    await database.rows(line.db, "UPDATE profiles SET language = 'de'")
    await line.remind("08:00")
    await line.tick("07:59:45")
    (message,) = await line.tick("08:00:00")
    bodies = {note.body for note in messages.catalogue("de").reminders}
    assert message.notification["lang"] == "de"
    assert message.notification["body"] in bodies


async def test_every_device_gets_it_and_remembers_when(line: Line) -> None:
    await line.subscribe("a")
    await line.subscribe("b")
    await line.remind("08:00")
    await line.tick("07:59:45")
    found = await line.tick("08:00:00")
    assert sorted(message.phone for message in found) == ["a", "b"]
    rows = await dump(line.db, "subscriptions")
    assert [row["last_delivered_at"] for row in rows] == [ms("08:00:00")] * 2
    pushes = await dump(line.db, "delivery_pushes")
    assert [(row["state"], row["status"]) for row in pushes] == [("sent", 201)] * 2


async def test_it_comes_again_the_next_day_with_another_text(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
        await line.tick("07:59:45", day)
        assert len(await line.tick("08:00:00", day)) == 1
    assert len({message.notification["body"] for message in line.sink.received}) == 3
    assert len(set(line.sink.dids())) == 3


async def test_without_a_device_it_ends(line: Line) -> None:
    await line.remind("08:00")
    await line.tick("07:59:45")
    await line.tick("08:00:00")
    delivery = await line.delivery()
    assert (delivery["state"], delivery["outcome"]) == ("failed", "no-device")


async def test_planning_twice_plans_once(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:10")
    # As after a crash that lost only the reminder's own progress.
    await database.rows(
        line.db, "UPDATE reminders SET next_fire_at = ?, next_local = ?", ms("08:00:00"),
        "2026-03-02T08:00",
    )  # fmt: skip
    await jobs.plan()
    assert len(await dump(line.db, "deliveries")) == 1
    await line.tick("07:59:45")
    assert len(await line.tick("08:00:00")) == 1


async def test_after_a_standstill_there_is_one_catch_up(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    found = await line.tick("09:30:00", "2026-03-06")
    assert len(found) == 1
    assert found[0].headers["ttl"] == str(90 * 60)
    assert (await line.delivery())["local_key"] == "2026-03-06T08:00"


async def test_after_a_long_standstill_nothing_old_arrives(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    assert await line.tick("11:30:00", "2026-03-06") == []
    assert await line.states() == []
    await line.tick("07:59:45", "2026-03-07")
    assert len(await line.tick("08:00:00", "2026-03-07")) == 1


async def test_what_waited_too_long_expires(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:10")
    assert await line.tick("11:00:00") == []
    assert await line.states() == ["expired"]


async def test_what_waited_too_long_expires_even_when_nothing_is_sent(line: Line) -> None:
    await line.remind("08:00")
    await line.tick("07:59:10")
    line.time.move_to(at("11:00:00"))
    await jobs.reap()
    assert await line.states() == ["expired"]


@pytest.mark.parametrize("moment", ["07:59:10", "07:59:45"])
async def test_a_deleted_reminder_is_taken_back(line: Line, moment: str) -> None:
    await line.subscribe("a")
    reminder = await line.remind("08:00")
    await line.tick(moment)
    await service.remove(line.person.id, reminder)
    assert await line.tick("08:00:00") == []


@pytest.mark.parametrize("moment", ["07:59:10", "07:59:45"])
async def test_a_moved_reminder_comes_at_its_new_time_only(line: Line, moment: str) -> None:
    await line.subscribe("a")
    reminder = await line.remind("08:00")
    await line.tick(moment)
    await service.update(line.person.id, reminder, {"time": "08:10"})
    assert await line.tick("08:00:00") == []
    await line.tick("08:09:45")
    assert len(await line.tick("08:10:00")) == 1


@pytest.mark.parametrize("moment", ["07:59:10", "07:59:45"])
async def test_off_and_on_again_within_the_last_minute_still_comes(line: Line, moment: str) -> None:
    await line.subscribe("a")
    reminder = await line.remind("08:00")
    await line.tick(moment)
    await service.update(line.person.id, reminder, {"enabled": False})
    assert (await service.update(line.person.id, reminder, {"enabled": True})).next_at == ms(
        "08:00:00"
    )
    await line.tick("07:59:50")
    assert len(await line.tick("08:00:00")) == 1


async def test_a_zone_changed_after_it_came_brings_it_next_day(line: Line) -> None:
    await line.subscribe("a")
    reminder = await line.remind("08:00")
    await line.tick("07:59:45")
    await line.tick("08:00:00")
    moved = await service.update(
        line.person.id, reminder, {"zone": "America/New_York", "follow": False}
    )
    assert moved.next_at == ms("13:00:00", "2026-03-03")


async def test_the_list_shows_what_is_on_its_way(line: Line) -> None:
    await line.remind("08:00")
    await line.tick("07:59:10")
    (found,) = await service.listed(line.person.id)
    assert found.next_at == ms("08:00:00")
    await line.tick("08:00:00")
    (found,) = await service.listed(line.person.id)
    assert found.next_at == ms("08:00:00", "2026-03-03")


async def test_a_device_removed_meanwhile_gets_nothing(line: Line) -> None:
    await line.subscribe("a")
    await line.subscribe("b")
    await line.remind("08:00")
    await line.tick("07:59:45")
    await database.rows(line.db, "DELETE FROM subscriptions WHERE label = 'a'")
    assert [message.phone for message in await line.tick("08:00:00")] == ["b"]
    assert await line.states() == ["sent"]


async def test_keys_spoilt_in_the_database_cost_one_message_only(line: Line) -> None:
    spoilt = ["", "A", "?" * 87, "A" * 87, Phone("x").p256dh[:-4]]
    for number in range(10):
        await line.subscribe(f"p{number}")
    for number, key in enumerate(spoilt):
        text = "UPDATE subscriptions SET p256dh = ? WHERE label = ?"
        await database.rows(line.db, text, key, f"p{number * 2}")
    await line.remind("08:00")
    await line.tick("07:59:45")
    found = await line.tick("08:00:00")
    assert sorted(message.phone for message in found) == ["p1", "p3", "p5", "p7", "p9"]


async def test_a_zone_that_no_longer_exists_stops_that_reminder_alone(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    lost = await line.remind("08:00")
    await database.rows(line.db, "UPDATE reminders SET zone = 'Old/Zone' WHERE id = ?", lost)
    await line.tick("07:59:45")
    assert len(await line.tick("08:00:00")) == 1


async def test_old_deliveries_and_dead_devices_are_removed_after_30_days(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:45")
    line.sink.answers["a"] = ["410 Gone"]
    await line.tick("08:00:00")
    await line.tick("12:00:00", "2026-03-31")
    await jobs.prune()
    assert len(await dump(line.db, "subscriptions")) == 1
    line.time.move_to(at("12:00:00", "2026-04-02"))
    await jobs.prune()
    assert await dump(line.db, "subscriptions") == []
    assert await dump(line.db, "delivery_pushes") == []
