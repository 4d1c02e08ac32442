"""What other rooms read of check-ins: by day, by kind of habit, in few statements."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.checkins import service as checkins
from backend.checkins.service import Pause
from backend.habits import service as habits
from backend.habits.rules import number
from tests.support import Person

TODAY = clock.today("UTC", 3)


def day(back: int) -> date:
    """The date so many days ago."""
    return TODAY - timedelta(days=back)


async def enter(person: Person, habit: str, back: int, **fields: Any) -> None:
    """An entry of a habit's day."""
    await person.sync(person.op("entry", f"{habit}:{day(back)}", fields))


async def add_amounts(person: Person, habit: str, back: int, *amounts: float) -> list[str]:
    """Amounts of a habit's day; their ids."""
    fields = {"habitId": habit, "day": str(day(back)), "at": 1}
    return [await person.add("amount", **fields, amount=amount) for amount in amounts]


async def done_on(db: BaseDBAsyncClient, pairs: list[tuple[UUID, date]]) -> set[Any]:
    """Those (habit, day) pairs that are answered as done."""
    ids, days = {habit for habit, _ in pairs}, [day for _, day in pairs]
    found = await checkins.answers(db, ids, min(days), max(days))
    return {pair for pair, done in found.items() if done}


async def test_logs_hold_every_day_but_what_was_deleted(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    walk, water = await member.add_habit(), await member.add_habit(kind="at_least")
    theirs, empty = await other.add_habit(kind="at_least"), await member.add_habit()
    await enter(member, walk, 1, value=1)
    await enter(member, walk, 2, skipped=True)
    await enter(member, walk, 3, value=1, deleted=True)
    await enter(member, walk, 9, value=1, skipped=True)
    ids = await add_amounts(member, water, 1, 0.5, 0.25, 8)
    await member.sync(member.op("amount", ids[-1], {"deleted": True}))
    await add_amounts(member, water, 9, 0.7, 0.1)
    await add_amounts(other, theirs, 1, 1)
    found = await checkins.logs(db, [UUID(walk), UUID(water), UUID(empty)])
    assert found.keys() == {UUID(walk), UUID(water)}
    entries, amounts = found[UUID(walk)], found[UUID(water)]
    marks = dict(zip(entries.entries.tolist(), entries.marks.tolist(), strict=True))
    assert marks == {number(day(1)): 1, number(day(2)): 2, number(day(9)): 3}
    sums = dict(zip(amounts.amounts.tolist(), amounts.sums.tolist(), strict=True))
    assert sums == pytest.approx({number(day(1)): 0.75, number(day(9)): 0.8})
    assert not len(entries.amounts) + len(amounts.entries)
    assert await checkins.logs(db, []) == {}


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [(9, 8, False), (9, 7, True), (3, 3, True), (2, 0, False), (9, None, True), (0, None, True)],
)
async def test_a_pause_is_read_when_it_touches_the_range(
    member: Person, first: int, last: int | None, touches: bool
) -> None:
    habit = await member.add_habit()
    ends = None if last is None else str(day(last))
    await member.add("pause", habitId=habit, firstDay=str(day(first)), lastDay=ends)
    gone = await member.add("pause", habitId=None, firstDay=str(day(5)))
    await member.sync(member.op("pause", gone, {"deleted": True}))
    found = await checkins.pauses(member.id, day(7), day(0) if last is None else day(3))
    whole = Pause(UUID(habit), day(first), None if last is None else day(last))
    assert found == ([whole] if touches else [])


@pytest.mark.parametrize(
    ("kind", "target", "values", "done"),
    [
        ("at_least", 6, [2, 3], False),
        ("at_least", 6, [2, 4], True),
        ("at_least", 6, [9, -4], False),
        ("at_least", 0.8, [0.7, 0.1], True),
        ("at_most", 0.3, [0.1, 0.2], True),
        ("at_least", 0, [], False),
        ("at_least", 0, [0], True),
        ("at_most", 2, [], False),
        ("at_most", 2, [0], True),
        ("at_most", 2, [1, 1], True),
        ("at_most", 2, [3], False),
        ("at_most", 0, [0], True),
        ("yes_no", 1, [5], False),
        ("avoid", 1, [5], False),
    ],
)
async def test_a_measured_habit_is_done_by_the_sum_of_its_day(
    member: Person,
    db: BaseDBAsyncClient,
    kind: str,
    target: float,
    values: list[float],
    done: bool,
) -> None:
    habit = await member.add_habit(kind=kind, target=target)
    await add_amounts(member, habit, 0, *values)
    await add_amounts(member, habit, 1, 100)
    pair = (UUID(habit), TODAY)
    assert await done_on(db, [pair]) == ({pair} if done else set())


@pytest.mark.parametrize("kind", ["yes_no", "avoid"])
async def test_a_tapped_habit_is_done_by_its_entry(
    member: Person, db: BaseDBAsyncClient, kind: str
) -> None:
    habit = await member.add_habit(kind=kind)
    await enter(member, habit, 0, value=1)
    await enter(member, habit, 1, value=0)
    await enter(member, habit, 2, value=1, deleted=True)
    await enter(member, habit, 3, value=1, skipped=True)
    pairs = [(UUID(habit), day(back)) for back in range(5)]
    assert await done_on(db, pairs) == {pairs[0]}
    assert await checkins.skipped_on(db, pairs) == {pairs[3]}


async def test_an_entry_of_a_measured_habit_says_nothing_of_done(
    member: Person, db: BaseDBAsyncClient
) -> None:
    habit = await member.add_habit(kind="at_least")
    await enter(member, habit, 0, value=1)
    await enter(member, habit, 1, skipped=True)
    pairs = [(UUID(habit), day(back)) for back in range(2)]
    assert await done_on(db, pairs) == set()
    assert await checkins.skipped_on(db, pairs) == {pairs[1]}


async def test_a_pause_covers_its_habit_and_a_pause_of_all_covers_each(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    mine, also, theirs = [UUID(await p.add_habit()) for p in (member, member, other)]
    await member.add("pause", habitId=str(mine), firstDay=str(day(5)), lastDay=str(day(4)))
    await member.add("pause", habitId=None, firstDay=str(day(2)), lastDay=str(day(2)))
    await member.add("pause", habitId=str(also), firstDay=str(day(0)))
    gone = await member.add("pause", habitId=None, firstDay=str(day(9)))
    await member.sync(member.op("pause", gone, {"deleted": True}))
    pairs = [(habit, day(back)) for habit in (mine, also, theirs) for back in range(-1, 7)]
    assert await checkins.paused_on(db, pairs) == {
        (mine, day(5)), (mine, day(4)), (mine, day(2)), (also, day(2)), (also, day(0)),
        (also, day(-1)),
    }  # fmt: skip
    assert await checkins.paused_on(db, []) == set()


async def test_five_hundred_pairs_take_one_statement_each(
    member: Person, db: BaseDBAsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    habit = await member.add_habit()
    pairs = [(UUID(habit), TODAY), *((uuid4(), day(n % 9)) for n in range(499))]
    await enter(member, habit, 0, value=1)
    asked: list[str] = []

    async def counting(db: BaseDBAsyncClient, text: str, *values: Any) -> list[database.Row]:
        asked.append(text)
        return await database.rows(db, text, *values)

    for module in ("queries", "log_queries"):
        monkeypatch.setattr(f"backend.checkins.{module}.rows", counting)
    assert await done_on(db, pairs) == {pairs[0]}
    assert await checkins.skipped_on(db, pairs) == await checkins.paused_on(db, pairs) == set()
    assert len(asked) == 3


async def test_moods_come_with_their_factors_by_name(member: Person, other: Person) -> None:
    coffee, sleep = await member.add_factor("Coffee"), await member.add_factor("Poor sleep")
    foreign = await other.add_factor("Secret")
    await member.check_in(4, factors=[coffee, coffee, sleep, foreign, str(uuid4())], energy=2)
    await member.check_in(2, str(day(1)), emotions=["sad", "tired"], sleep=1, anxiety=5)
    await member.sync(member.op("factor", coffee, {"name": "Tea", "archived": True}))
    now, before = sorted(
        await checkins.mood_details(member.id, day(1), TODAY), key=lambda m: m.level, reverse=True
    )
    assert (now.factors, now.energy, now.emotions) == (["Tea", "Poor sleep"], 2, [])
    assert (before.emotions, before.sleep, before.anxiety, before.factors) == (
        ["sad", "tired"], 1, 5, [],
    )  # fmt: skip


async def test_an_amount_counts_as_a_check_in(member: Person, db: BaseDBAsyncClient) -> None:
    assert await checkins.last_checkin_day(member.id) is None
    habit = await member.add_habit(kind="at_least")
    await add_amounts(member, habit, 1, 1)
    assert await checkins.last_checkin_day(member.id) == day(1)
    tapped = (await checkins.last_checkins(db, [member.id]))[member.id]
    assert abs(tapped - clock.now_ms()) < 60_000


async def test_a_habit_is_read_with_everything_that_its_schedule_needs(member: Person) -> None:
    group = str(uuid4())
    fields: dict[str, Any] = {
        "name": "Water", "icon": "💧", "colour": 3, "kind": "at_least", "schedule": "rolling",
        "times": 3, "days": 7, "startsOn": "2026-01-02", "target": 2.5, "unit": "l", "step": 0.25,
        "planWhen": "I wake", "planThen": "drink", "groupId": group, "position": 1,
    }  # fmt: skip
    first, gone = await member.add_habit(**fields), await member.add_habit("Gone")
    await member.add_habit("Before", position=0, archived=True)
    await member.sync(member.op("habit", gone, {"deleted": True}))
    before, found = await habits.active(member.id)
    assert (before.name, before.archived, found.archived) == ("Before", True, False)
    assert found == habits.Habit(
        id=UUID(first), name="Water", created_on=found.created_on, icon="💧", colour=3,
        kind="at_least", schedule="rolling", times=3, days=7, starts_on=date(2026, 1, 2),
        target=2.5, unit="l", step=0.25, plan_when="I wake", plan_then="drink",
        group_id=UUID(group), position=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "detailed"),
    [
        ({}, False),
        ({"word": "Fine", "energy": None, "emotions": [], "note": ""}, False),
        ({"note": "A slow morning."}, True),
        ({"sleep": 1}, True),
        ({"emotions": ["calm"]}, True),
        ({"factors": [str(uuid4())]}, True),
    ],
)
async def test_more_than_a_level_is_told_from_a_bare_tap(
    member: Person, fields: dict[str, Any], detailed: bool
) -> None:
    await member.check_in(4, **fields)
    (found,) = await checkins.moods(member.id, TODAY, TODAY)
    assert (found.level, found.detailed) == (4, detailed)
    assert found.factors == fields.get("factors", [])


async def test_only_care_of_ones_own_is_followed(member: Person, other: Person) -> None:
    for kind in ("medicine", "holiday", "therapy", "life", "treatment"):
        await member.add("event", name=kind, kind=kind, day=str(day(9)))
    gone = await member.add("event", name="Old", kind="therapy", day=str(day(20)))
    await member.sync(member.op("event", gone, {"deleted": True}))
    assert len(await checkins.followed_events(member.id)) == 3
    assert await checkins.followed_events(other.id) == []
    assert await checkins.first_mood_day(member.id) is None
