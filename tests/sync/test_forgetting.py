"""Tombstones, stored answers: gone after 400 days, and nobody misses a deletion by it."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.sync import jobs
from tests.support import Person, dump
from tests.sync.test_bad_input import HABIT, WHOLE, with_habit
from tests.sync.test_sync import statuses

KEPT = timedelta(days=400)


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    """Time that stands still until it is moved."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


async def forget_later(
    db: BaseDBAsyncClient, traveller: time_machine.Traveller, by: timedelta = KEPT
) -> None:
    """The job runs so much and a minute later; everybody stays signed in."""
    traveller.shift(by + timedelta(minutes=1))
    await database.rows(
        db, "UPDATE sessions SET last_seen_at = ?, expires_at = ?", clock.now_ms(), 2**52
    )
    await jobs.forget()


async def delete(person: Person, entity: str, id_: str) -> int:
    """Marks a row as deleted; its feed number."""
    answer = await person.sync(person.op(entity, id_, {"deleted": True}))
    assert statuses(answer) == ["applied"]
    seq: int = answer["changes"][-1]["seq"]
    return seq


async def test_every_kind_of_row_goes_400_days_after_its_deletion(
    member: Person, db: BaseDBAsyncClient, traveller: time_machine.Traveller
) -> None:
    habit = await member.add_habit()
    await member.sync(member.op("entry", f"{habit}:{clock.today('UTC', 3)}", {"value": 1}))
    rows = {"entry": f"{habit}:{clock.today('UTC', 3)}", "habit": habit}
    for entity in WHOLE.keys() - {"habit", "profile"}:
        fields = with_habit(WHOLE[entity], habit)
        await member.add(entity, **fields)  # stays
        rows[entity] = await member.add(entity, **fields)
    for entity in rows.keys() - {"habit"}:
        await delete(member, entity, rows[entity])
    tables = (
        "habit_groups", "entries", "amounts", "pauses", "moods", "factors", "events", "screenings",
        "readings",
    )  # fmt: skip
    await forget_later(db, traveller, KEPT - timedelta(days=1))
    assert [len(await dump(db, table)) for table in tables] == [2, 1, *[2] * 7]
    await forget_later(db, traveller, timedelta(days=1))
    assert [len(await dump(db, table)) for table in tables] == [1, 0, *[1] * 7]
    assert HABIT not in rows.values()


async def test_what_was_revived_meanwhile_stays(
    member: Person, db: BaseDBAsyncClient, traveller: time_machine.Traveller
) -> None:
    mood = await member.check_in(4)
    await delete(member, "mood", mood)
    await member.sync(member.op("mood", mood, {"deleted": False}))
    await forget_later(db, traveller)
    assert len(await dump(db, "moods")) == 1


async def test_what_belongs_to_a_habit_goes_with_it(
    member: Person, other: Person, db: BaseDBAsyncClient, traveller: time_machine.Traveller
) -> None:
    for person in (member, other):
        habit = await person.add_habit(kind="at_least")
        today = str(clock.today("UTC", 3))
        await person.add("amount", habitId=habit, day=today, at=1, amount=1)
        await person.add("pause", habitId=habit, firstDay=today)
        await person.sync(person.op("entry", f"{habit}:{today}", {"skipped": True}))
        if person is member:
            await delete(member, "habit", habit)
            # Written later still, by a device that did not know.
            await member.sync(member.op("entry", f"{habit}:{today}", {"value": 1}))
    newest, device = member.cursor, member.cursor - 1
    await forget_later(db, traveller)
    for table in ("habits", "amounts", "pauses", "entries"):
        assert [row["user_id"] for row in await dump(db, table)] == [other.id] or [
            str(row["user_id"]) for row in await dump(db, table)
        ] == [str(other.id)]
    member.cursor = device
    assert (await member.sync())["resync"] is True
    member.cursor = newest
    assert (await member.sync())["resync"] is False


async def test_who_last_read_before_a_tombstone_that_is_gone_begins_anew(
    member: Person, db: BaseDBAsyncClient, traveller: time_machine.Traveller
) -> None:
    kept, gone = await member.check_in(4), await member.check_in(3)
    early = member.cursor
    seq = await delete(member, "mood", gone)
    late = await member.check_in(5)
    await forget_later(db, traveller)
    for cursor, resync in ((early, True), (1, True), (seq - 1, True), (seq, False), (0, False)):
        member.cursor = cursor
        answer = await member.sync()
        assert answer["resync"] is resync, cursor
        seen = [c["entityId"] for c in answer["changes"]]
        assert seen == ([late] if cursor == seq else [str(member.id), kept, late])


@pytest.mark.parametrize("cursor", [0, 1])
@pytest.mark.parametrize("limit", [1, 3, 500])
async def test_a_new_beginning_comes_to_an_end_in_pages_of_any_size(
    member: Person,
    db: BaseDBAsyncClient,
    traveller: time_machine.Traveller,
    cursor: int,
    limit: int,
) -> None:
    moods = [await member.check_in(1 + n % 5) for n in range(10)]
    for gone in (moods[2], moods[6]):
        await delete(member, "mood", gone)
    moods += [await member.check_in(1 + n % 5) for n in range(4)]
    await forget_later(db, traveller)
    member.cursor, seen, resyncs = cursor, list[str](), list[bool]()
    for _ in range(20):
        page = await member.sync(limit=limit)
        seen += [c["entityId"] for c in page["changes"]]
        resyncs.append(page["resync"])
        if not page["hasMore"]:
            break
    assert seen == [str(member.id), *(m for m in moods if m not in (moods[2], moods[6]))]
    assert resyncs == [cursor > 0] + [False] * (len(resyncs) - 1)


async def test_a_device_that_writes_before_it_reads_begins_anew_too(
    member: Person, db: BaseDBAsyncClient, traveller: time_machine.Traveller
) -> None:
    gone = await member.check_in(3)
    early = member.cursor
    await delete(member, "mood", gone)
    await forget_later(db, traveller)
    member.cursor = early
    day = {"day": str(clock.today("UTC", 3)), "at": clock.now_ms(), "level": 5}
    answer = await member.sync(member.op("mood", str(uuid4()), day))
    assert (statuses(answer), answer["resync"]) == (["applied"], True)
    assert [c["entity"] for c in answer["changes"]] == ["profile", "mood"]


async def test_an_edit_of_what_is_gone_is_refused(
    member: Person, db: BaseDBAsyncClient, traveller: time_machine.Traveller
) -> None:
    gone = await member.check_in(3)
    await delete(member, "mood", gone)
    await forget_later(db, traveller)
    answer = await member.sync(member.op("mood", gone, {"level": 5}))
    assert statuses(answer) == ["invalid"]
    assert await dump(db, "moods") == []


async def test_answers_go_after_400_days_and_newer_ones_stay(
    member: Person, db: BaseDBAsyncClient, traveller: time_machine.Traveller
) -> None:
    await member.check_in(3)
    traveller.shift(timedelta(days=2))
    await member.check_in(4)
    await forget_later(db, traveller, timedelta(days=399))
    assert len(await dump(db, "sync_operations")) == 1
