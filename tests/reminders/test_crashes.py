"""Processes that die, and processes that work side by side."""

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.reminders import delivery_queries, jobs, mark_queries, plan_queries, service
from backend.reminders.deliveries import Claimed, Planned
from backend.reminders.dispatcher import Dispatcher
from backend.reminders.flights import Flights
from backend.reminders.marker import Marker, Result
from tests.reminders.line import Line, at, ms
from tests.support import dump

ORIGIN = "http://localhost:8765"


async def _due(line: Line, reminders: int = 1) -> None:
    """Reminders for eight o'clock, planned but not claimed."""
    await line.subscribe("a")
    for _ in range(reminders):
        await line.remind("08:00")
    await line.tick("07:59:10")


def _restart(line: Line) -> Dispatcher:
    """The old dispatcher is forgotten as it stands, as by kill -9; a new one takes over."""
    old, line.dispatcher = line.dispatcher, Dispatcher(line.courier, ORIGIN)
    return old


async def test_killed_after_the_claim_it_is_sent_when_the_lease_ends(line: Line) -> None:
    await _due(line)
    await line.tick("07:59:45")
    _restart(line)
    assert await line.tick("08:00:10") == []
    assert len(await line.tick("08:00:31")) == 1
    assert await line.states() == ["sent"]


async def test_killed_before_the_mark_it_is_sent_again_as_the_same_message(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _due(line)
    await line.tick("07:59:45")

    async def killed(self: Marker, result: Result) -> None:
        """Nothing is stored any more."""

    with monkeypatch.context() as patch:
        patch.setattr(Marker, "add", killed)
        (first,) = await line.tick("08:00:00")
    assert await line.states() == ["sending"]
    _restart(line)
    assert await line.tick("08:00:20") == []
    (second,) = await line.tick("08:00:31")
    assert second.headers["topic"] == first.headers["topic"]
    assert second.notification["data"] == first.notification["data"]
    delivery = await line.delivery()
    assert (delivery["state"], delivery["attempt"]) == ("sent", 1)


async def test_what_was_shown_is_not_sent_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _due(line)
    await line.tick("07:59:45")

    async def killed(self: Marker, result: Result) -> None:
        """Nothing is stored any more."""

    with monkeypatch.context() as patch:
        patch.setattr(Marker, "add", killed)
        (first,) = await line.tick("08:00:00")
    await service.shown(line.person.id, UUID(first.notification["data"]["did"]))
    _restart(line)
    assert await line.tick("08:00:31") == []
    assert await line.states() == ["sent"]


async def test_only_the_first_showing_counts_and_only_ones_own(line: Line) -> None:
    await _due(line)
    await line.tick("07:59:45")
    (message,) = await line.tick("08:00:00")
    did = UUID(message.notification["data"]["did"])
    await service.shown(database.uuid7(), did)
    assert (await line.delivery())["shown_at"] is None
    await service.shown(line.person.id, did)
    line.time.move_to("2026-03-02T08:00:09Z")
    await service.shown(line.person.id, did)
    assert (await line.delivery())["shown_at"] == ms("08:00:00")


async def test_a_database_that_cannot_store_delays_the_mark_only(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _due(line)
    await line.tick("07:59:45")

    async def down(*_: object) -> None:
        raise ConnectionError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(mark_queries, "mark", down)
        patch.setattr("backend.reminders.flights.Flights._still_wanted", _wanted_anyway)
        assert len(await line.tick("08:00:00")) == 1
    assert await line.tick("08:00:05") == []
    assert await line.states() == ["sent"]


async def _wanted_anyway(self: Flights, batch: list[object]) -> list[object]:
    """The batch, marked `sending`, without the check that writes marks of its own."""
    await database.rows(database.connection(), "UPDATE deliveries SET state = 'sending'")
    return batch


async def test_a_failing_check_sends_nothing_and_loses_nothing(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _due(line)
    await line.tick("07:59:45")

    async def down(*_: object) -> None:
        raise ConnectionError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(mark_queries, "begin_sending", down)
        assert await line.tick("08:00:00") == []
    assert len(await line.tick("08:00:31")) == 1


async def test_on_sqlite_a_new_process_waits_for_no_lease_of_the_dead_one(line: Line) -> None:
    await _due(line)
    await line.tick("07:59:45")
    _restart(line)
    await line.dispatcher.take_over()
    assert await line.tick("07:59:50") == []
    arrived = len(await line.tick("08:00:00"))
    assert arrived == database.is_sqlite(line.db)
    assert await line.states() == (["sent"] if arrived else ["leased"])


async def test_a_stopping_process_gives_back_what_it_has_claimed(line: Line) -> None:
    await _due(line)
    await line.tick("07:59:45")
    await _restart(line).drain()
    assert await line.states() == ["pending"]
    assert len(await line.tick("08:00:00")) == 1


async def test_a_stopping_process_claims_nothing_more(line: Line) -> None:
    await _due(line)
    await line.dispatcher.drain()
    assert await line.tick("07:59:45") == []
    assert await line.states() == ["pending"]


async def test_two_dispatchers_share_the_work_and_double_nothing(line: Line) -> None:
    await line.subscribe("a")
    await _plant(line, 1_200)
    second = Dispatcher(line.courier, ORIGIN)
    line.time.move_to("2026-03-02T08:00:00Z")
    await asyncio.gather(line.dispatcher.tick(), second.tick(), jobs.reap())
    await asyncio.gather(line.dispatcher.landed(), second.landed())
    copies = Counter(line.sink.dids())
    assert len(copies) == 1_200
    assert set(copies.values()) == {1}
    assert Counter(await line.states()) == {"sent": 1_200}


async def test_a_claim_takes_each_delivery_once(line: Line) -> None:
    await _plant(line, 300)
    now = ms("08:00:00")
    claims = [
        database.transaction(partial(_claim, owner, now)) for owner in ("one", "two", "three") * 3
    ]
    found = [claimed.id for batch in await asyncio.gather(*claims) for claimed in batch]
    assert len(found) == len(set(found)) == 300


async def _claim(owner: str, now: int, db: BaseDBAsyncClient) -> list[Claimed]:
    return await delivery_queries.claim(db, owner, now, now, 50)


async def _plant(line: Line, count: int) -> None:
    """Deliveries due by eight, straight into the table, each at a moment of its own."""
    reminder, due = await line.remind("08:00"), ms("08:00:00")
    keys = (at("00:00:00") + timedelta(minutes=n) for n in range(count))
    batch = [
        Planned(
            reminder, line.person.id, key.strftime("%Y-%m-%dT%H:%M"), due - n, due + 1_000_000,
            "snooze",
        )
        for n, key in enumerate(keys)
    ]  # fmt: skip
    await plan_queries.insert_deliveries(line.db, batch, ms("07:00:00"))


async def test_a_spoilt_delivery_costs_nobody_else_theirs(line: Line) -> None:
    await line.subscribe("a")
    await _plant(line, 10)
    spoilt = "local_key = 'spoilt', kind = 'scheduled'"
    await database.rows(line.db, f"UPDATE deliveries SET {spoilt} WHERE local_key LIKE '%00:05'")
    assert len(await line.tick("08:00:00")) == 9  # the first goes with the reminder's own
    assert Counter(await line.states()) == {"sent": 10, "failed": 1}


async def test_a_device_that_vanishes_while_sending_harms_nobody(line: Line) -> None:
    await line.subscribe("a")
    await line.subscribe("b")
    await line.remind("08:00")
    await line.tick("07:59:45")
    line.sink.answers["a"] = ["500 Server Error"]
    await line.tick("08:00:00")
    await database.rows(line.db, "DELETE FROM subscriptions WHERE label = 'a'")
    await line.tick("08:00:02")
    assert await line.states() == ["sent"]
    assert len(await dump(line.db, "delivery_pushes")) == 1
