"""POST /api/sync: every operation gets its own answer, and nothing is lost."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import anyio
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from tests.support import Person, dump

TODAY = clock.today("UTC", 3)


def statuses(answer: dict[str, Any]) -> list[str]:
    """Each operation's status or, when rejected, its code."""
    return [r["code"] or r["status"] for r in answer["results"]]


async def test_a_batch_is_applied_and_comes_back_in_the_feed(member: Person) -> None:
    habit = str(uuid4())
    answer = await member.sync(
        member.op("habit", habit, {"name": "Walk", "createdOn": TODAY.isoformat()}),
        member.op("entry", f"{habit}:{TODAY}", {"value": 1}),
    )
    assert statuses(answer) == ["applied", "applied"]
    member.cursor = 0
    feed = (await member.sync())["changes"]
    assert [c["entity"] for c in feed] == ["profile", "habit", "entry"]
    assert feed[2]["entityId"] == f"{habit}:{TODAY}"
    assert feed[2]["fields"] == {"value": 1, "skipped": False, "deleted": False}


async def test_a_replay_gets_the_stored_answer_and_changes_nothing(member: Person) -> None:
    habit = await member.add_habit()
    op = member.op("entry", f"{habit}:{TODAY}", {"value": 1})
    assert statuses(await member.sync(op)) == ["applied"]
    undo = member.op("entry", f"{habit}:{TODAY}", {"value": 0})
    assert statuses(await member.sync(undo)) == ["applied"]
    again = await member.sync(op)
    assert statuses(again) == ["duplicate"]
    member.cursor = 0
    assert (await member.sync())["changes"][-1]["fields"]["value"] == 0


async def test_the_same_operation_twice_in_one_batch_is_applied_once(member: Person) -> None:
    op = member.op("habit", str(uuid4()), {"name": "Walk", "createdOn": TODAY.isoformat()})
    assert statuses(await member.sync(op, op)) == ["applied", "duplicate"]


async def test_an_id_used_for_two_things_counts_for_the_first_alone(member: Person) -> None:
    day = f"{await member.add_habit()}:{TODAY}"
    await member.sync(member.op("entry", day, {"value": 1}))
    first = member.op("entry", day, {"skipped": True})
    second = {**member.op("group", str(uuid4()), {"name": "Morning"}), "opId": first["opId"]}
    answer = await member.sync(first, second)
    assert statuses(answer) == ["applied", "duplicate"]
    [change] = answer["changes"]
    assert (change["fields"]["value"], change["fields"]["skipped"]) == (1, True)


async def test_the_later_stamp_wins_whatever_arrives_first(member: Person) -> None:
    habit = await member.add_habit()
    entry = f"{habit}:{TODAY}"
    late = member.op("entry", entry, {"value": 0}, ms=2_000)
    early = member.op("entry", entry, {"value": 1}, ms=1_000)
    assert statuses(await member.sync(late)) == ["applied"]
    answer = await member.sync(early)
    assert statuses(answer) == ["superseded"]
    assert answer["changes"][0]["fields"]["value"] == 0  # the author learns the winner


async def test_fields_merge_one_by_one(member: Person) -> None:
    habit = await member.add_habit("Walk")
    await member.sync(member.op("habit", habit, {"name": "Stroll"}, ms=9_000_000_000_000))
    answer = await member.sync(member.op("habit", habit, {"colour": 3, "name": "Old"}, ms=1_000))
    assert statuses(answer) == ["applied"]
    fields = answer["changes"][0]["fields"]
    assert (fields["name"], fields["colour"]) == ("Stroll", 3)


async def test_a_clock_far_ahead_does_not_win_for_ever(member: Person) -> None:
    habit = await member.add_habit()
    entry = f"{habit}:{TODAY}"
    year_ahead = clock.now_ms() + 365 * 86_400_000
    await member.sync(member.op("entry", entry, {"value": 0}, ms=year_ahead))
    answer = await member.sync(member.op("entry", entry, {"value": 1}, ms=clock.now_ms() + 60_000))
    assert statuses(answer) == ["applied"]


@pytest.mark.parametrize(
    ("entity", "fields", "code"),
    [
        ("mood", {"day": TODAY.isoformat(), "at": 0, "level": 9}, "invalid"),
        ("mood", {"day": TODAY.isoformat(), "level": 3}, "invalid"),
        (
            "mood",
            {"day": (TODAY - timedelta(400)).isoformat(), "at": 0, "level": 3},
            "out-of-range",
        ),
        ("mood", {"day": (TODAY + timedelta(3)).isoformat(), "at": 0, "level": 3}, "out-of-range"),
        ("habit", {"name": "a\x00b", "createdOn": TODAY.isoformat()}, "invalid"),
        ("habit", {"name": " ", "createdOn": TODAY.isoformat()}, "invalid"),
        ("habit", {"name": "No first day"}, "invalid"),
        ("habit", {"name": "x", "owner": "me"}, "invalid"),
        ("habit", {"name": "x", "createdOn": "0001-01-01"}, "out-of-range"),
        ("profile", {"zone": "UTC"}, "not-found"),
        ("spaceship", {}, "invalid"),
    ],
)
async def test_a_bad_operation_is_rejected_alone(
    member: Person, entity: str, fields: dict[str, Any], code: str
) -> None:
    good = member.op("habit", str(uuid4()), {"name": "Walk", "createdOn": TODAY.isoformat()})
    answer = await member.sync(member.op(entity, str(uuid4()), fields), good)
    assert statuses(answer) == [code, "applied"]
    assert [c["entity"] for c in answer["changes"]] == ["profile", "habit"]


async def test_an_unknown_zone_or_entity_id_is_rejected(member: Person) -> None:
    answer = await member.sync(
        member.op("profile", str(member.id), {"zone": "Mars/Olympus"}),
        member.op("profile", str(member.id), {"zone": "Europe/Berlin", "language": "de"}),
        member.op("entry", "nonsense", {"value": 1}),
        member.op("entry", f"{uuid4()}:{TODAY}", {"value": 1}),
        {**member.op("habit", str(uuid4()), {}), "stamp": "soon"},
        {**member.op("habit", str(uuid4()), {}), "v": 7},
    )
    assert statuses(answer) == [
        "unknown-zone", "applied", "invalid", "unknown-habit", "invalid", "unknown-version",
    ]  # fmt: skip


async def test_nobody_touches_what_is_someone_elses(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    habit = await member.add_habit()
    mood = await member.check_in(4)
    await member.sync(member.op("entry", f"{habit}:{TODAY}", {"value": 1}))
    before = [await dump(db, t) for t in ("habits", "entries", "moods", "profiles")]
    answer = await other.sync(
        other.op("habit", habit, {"name": "Mine"}),
        other.op("entry", f"{habit}:{TODAY}", {"value": 0}),
        other.op("entry", f"{habit}:{TODAY - timedelta(1)}", {"value": 0}),
        other.op("mood", mood, {"deleted": True}),
        other.op("profile", str(member.id), {"language": "de"}),
    )
    assert statuses(answer) == [
        "not-found", "not-found", "unknown-habit", "not-found", "not-found",
    ]  # fmt: skip
    assert [await dump(db, t) for t in ("habits", "entries", "moods", "profiles")] == before
    assert all(c["entityId"] == str(other.id) for c in answer["changes"])


@pytest.mark.parametrize("spelling", ["{0.hex}", "{{{0}}}", "urn:uuid:{0}", "-{0}"])
async def test_another_spelling_of_an_id_replaces_nothing(
    member: Person, other: Person, db: BaseDBAsyncClient, spelling: str
) -> None:
    habit = await member.add_habit()
    await member.sync(member.op("entry", f"{habit}:{TODAY}", {"value": 1}))
    before = [await dump(db, t) for t in ("habits", "entries")]
    for person in (member, other):
        answer = await person.sync(
            person.op(
                "habit", spelling.format(UUID(habit)), {"name": "x", "createdOn": str(TODAY)}
            ),
            person.op("entry", f"{spelling.format(UUID(habit))}:{TODAY}", {"value": 0}),
            person.op("entry", f"{habit}:{TODAY:%Y%m%d}", {"value": 0}),
        )
        assert statuses(answer) == ["invalid"] * 3
    assert [await dump(db, t) for t in ("habits", "entries")] == before


async def test_the_last_tap_wins_on_a_phone_whose_clock_is_ahead(member: Person) -> None:
    habit = await member.add_habit()
    entry, ahead = f"{habit}:{TODAY}", clock.now_ms() + 86_400_000
    done = member.op("entry", entry, {"value": 1}, ms=ahead)
    undone = member.op("entry", entry, {"value": 0}, ms=ahead + 500)
    answer = await member.sync(done, undone)
    assert answer["changes"][-1]["fields"]["value"] == 0


async def test_nothing_goes_to_whoever_signed_in_meanwhile(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    op = other.op("habit", str(uuid4()), {"name": "Walk", "createdOn": TODAY.isoformat()})
    body = {"device": other.device, "cursor": 0, "ops": [op], "user": str(member.id)}
    answer = await other.http.post("/api/sync", json=body)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:everkeel:other-account")
    assert await dump(db, "habits") == []


async def test_what_is_over_200_is_answered_and_can_come_again(
    member: Person, db: BaseDBAsyncClient
) -> None:
    ops = [
        member.op("habit", str(uuid4()), {"name": "x", "createdOn": str(TODAY)}) for _ in range(201)
    ]
    assert statuses(await member.sync(*ops)) == ["applied"] * 200 + ["too-many"]
    assert len(await dump(db, "habits")) == len(await dump(db, "sync_operations")) == 200
    assert statuses(await member.sync(ops[-1])) == ["applied"]


async def test_a_batch_of_2001_is_refused_whole(member: Person, db: BaseDBAsyncClient) -> None:
    ops = [member.op("habit", str(uuid4()), {"name": "x", "createdOn": str(TODAY)})] * 2001
    body = {"device": member.device, "cursor": 0, "ops": ops}
    answer = await member.http.post("/api/sync", json=body)
    assert answer.status_code == 422
    assert await dump(db, "habits") == []


async def test_the_feed_is_read_in_pages_without_gaps(member: Person) -> None:
    ids = [await member.add_habit(f"Habit {n}") for n in range(7)]
    member.cursor, seen = 0, []
    while True:
        page = await member.sync(limit=2)
        seen += [c["entityId"] for c in page["changes"]]
        if not page["hasMore"]:
            break
    assert seen == [str(member.id), *ids]


async def test_a_cursor_beyond_the_feed_asks_for_everything(member: Person) -> None:
    await member.add_habit()
    member.cursor = 10_000
    answer = await member.sync()
    assert answer["resync"] is True
    assert len(answer["changes"]) == 2


async def test_two_devices_at_once_get_every_number_once(member: Person) -> None:
    async def one(n: int) -> None:
        op = member.op("habit", str(uuid4()), {"name": f"H{n}", "createdOn": str(TODAY)})
        body = {"device": str(uuid4()), "cursor": 0, "ops": [op]}
        assert (await member.http.post("/api/sync", json=body)).status_code == 200

    async with anyio.create_task_group() as group:
        for n in range(12):
            group.start_soon(one, n)
    member.cursor = 0
    seqs = [c["seq"] for c in (await member.sync())["changes"]]
    assert len(seqs) == len(set(seqs)) == 13
