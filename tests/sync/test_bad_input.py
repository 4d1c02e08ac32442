"""What is refused, operation by operation, while the rest of the batch is applied."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from tests.support import Person, dump
from tests.sync.test_sync import statuses

TODAY = clock.today("UTC", 3)
ME, HABIT = "me", "habit"
SUBJECT = "01900000-0000-7000-8000-00000000000a"
SUBJECTS = [f"habit:0190000{n}-0000-7000-8000-000000000000" for n in range(4)]


def day(ahead: int) -> str:
    """The date so many days from today."""
    return (TODAY + timedelta(days=ahead)).isoformat()


# A valid new row of each kind; HABIT stands for the person's own habit, ME for the person.
WHOLE: dict[str, dict[str, Any]] = {
    "group": {"name": "Morning", "position": 3},
    "habit": {
        "name": "Water", "icon": "💧", "colour": 7, "kind": "at_least", "schedule": "rolling",
        "weekdays": 31, "times": 3, "days": 7, "startsOn": day(0), "target": 2.5, "unit": "l",
        "step": 0.25, "planWhen": "I come home", "planThen": "drink a glass",
        "groupId": str(uuid4()), "position": 4, "createdOn": day(0), "archived": True,
    },
    "amount": {"habitId": HABIT, "day": day(0), "at": 5, "amount": -0.5},
    "pause": {"habitId": HABIT, "firstDay": day(-3), "lastDay": day(400)},
    "mood": {
        "day": day(0), "at": 5, "level": 3, "word": "Fine", "energy": 1, "anxiety": 2,
        "confidence": 3, "sleep": 5, "emotions": ["calm", "tired"], "factors": [str(uuid4())],
        "note": "n" * 10_000,
    },
    "factor": {
        "name": "Coffee", "group": "Food", "icon": "☕", "position": 1, "archived": False,
    },
    "event": {
        "name": "First session", "kind": "therapy", "day": day(366), "endsOn": day(366),
        "followUpOn": day(367), "note": "n" * 2_000,
    },
    "screening": {
        "instrument": "gad7", "version": "2006-1", "language": "de", "day": day(-366), "at": 5,
        "answers": [0, 1, 2, 3, 0, 1, 2],
    },
    "reading": {"readOn": day(1), "saved": True, "lessUntil": day(90)},
    "profile": {
        "interests": ["habits", "ketamine_therapy"], "questionnaires": ["gad7"],
        "focus": [f"habit:{SUBJECT}", f"factor:{SUBJECT}"],
        "weekStartsOn": 6, "streaks": True, "moodParts": ["sleep", "note"], "welcomed": True,
        "moodScale": [{"name": "Sunny", "level": 5}, {"name": "Stormy", "level": 1}],
    },
}  # fmt: skip


def with_habit(fields: dict[str, Any], habit: str) -> dict[str, Any]:
    """The fields with the person's own habit in place of HABIT."""
    return {name: habit if value == HABIT else value for name, value in fields.items()}


@pytest.mark.parametrize("entity", WHOLE)
async def test_every_field_comes_back_as_it_was_sent(member: Person, entity: str) -> None:
    habit = await member.add_habit()
    id_ = str(member.id) if entity == "profile" else str(uuid4())
    fields = with_habit(WHOLE[entity], habit)
    assert statuses(await member.sync(member.op(entity, id_, fields))) == ["applied"]
    member.cursor = 0
    feed = {c["entityId"]: c["fields"] for c in (await member.sync())["changes"]}
    assert {name: feed[id_][name] for name in fields} == fields
    if entity != "profile":
        assert feed[id_]["deleted"] is False


@pytest.mark.parametrize(
    ("entity", "change", "code"),
    [
        ("group", {"name": ""}, "invalid"),
        ("group", {"name": "n" * 41}, "invalid"),
        ("group", {"name": "a\x00b"}, "invalid"),
        ("group", {"position": 10_001}, "invalid"),
        ("habit", {"kind": "counter"}, "invalid"),
        ("habit", {"schedule": "sometimes"}, "invalid"),
        ("habit", {"times": 0}, "invalid"),
        ("habit", {"times": 32}, "invalid"),
        ("habit", {"days": 366}, "invalid"),
        ("habit", {"times": 8}, "invalid"),  # in seven rolling days
        ("habit", {"target": -1}, "invalid"),
        ("habit", {"target": 1_000_001}, "invalid"),
        ("habit", {"target": "many"}, "invalid"),
        ("habit", {"step": 0}, "invalid"),
        ("habit", {"unit": "u" * 21}, "invalid"),
        ("habit", {"planWhen": "p" * 121}, "invalid"),
        ("habit", {"planThen": "a\x00b"}, "invalid"),
        ("habit", {"groupId": "morning"}, "invalid"),
        ("habit", {"startsOn": "0001-01-01"}, "out-of-range"),
        ("habit", {"startsOn": "2026-02-30"}, "invalid"),
        ("amount", {"amount": 1_000_001}, "invalid"),
        ("amount", {"amount": None}, "invalid"),
        ("amount", {"habitId": str(uuid4())}, "unknown-habit"),
        ("amount", {"habitId": None}, "invalid"),
        ("amount", {"day": day(-400)}, "out-of-range"),
        ("amount", {"day": day(2)}, "out-of-range"),
        ("pause", {"habitId": str(uuid4())}, "unknown-habit"),
        ("pause", {"lastDay": day(-4)}, "invalid"),
        ("pause", {"firstDay": "1066-10-14"}, "out-of-range"),
        ("mood", {"level": 0}, "invalid"),
        ("mood", {"level": 2.5}, "invalid"),
        ("mood", {"energy": 6}, "invalid"),
        ("mood", {"sleep": 0}, "invalid"),
        ("mood", {"word": "w" * 25}, "invalid"),
        ("mood", {"emotions": ["hangry"]}, "invalid"),
        ("mood", {"emotions": ["calm"] * 13}, "invalid"),
        ("mood", {"factors": ["coffee"]}, "invalid"),
        ("mood", {"factors": [str(uuid4())] * 41}, "invalid"),
        ("mood", {"note": "n" * 10_001}, "invalid"),
        ("mood", {"note": "a\x00b"}, "invalid"),
        ("mood", {"tags": ["work"]}, "invalid"),
        ("mood", {"day": day(-400)}, "out-of-range"),
        ("mood", {"day": day(2)}, "out-of-range"),
        ("factor", {"name": " "}, "invalid"),
        ("factor", {"group": "g" * 41}, "invalid"),
        ("factor", {"icon": "a\x00b"}, "invalid"),
        ("event", {"name": "n" * 81}, "invalid"),
        ("event", {"kind": "party"}, "invalid"),
        ("event", {"day": day(367)}, "out-of-range"),
        ("event", {"day": "1899-12-31"}, "out-of-range"),
        ("event", {"endsOn": day(365)}, "invalid"),
        ("event", {"followUpOn": day(366)}, "invalid"),
        ("event", {"followUpOn": day(366 + 367)}, "invalid"),
        ("event", {"note": "n" * 2_001}, "invalid"),
        ("profile", {"weekStartsOn": 7}, "invalid"),
        ("profile", {"moodParts": ["weather"]}, "invalid"),
        ("profile", {"moodScale": [{"name": "x", "level": 6}]}, "invalid"),
        ("profile", {"moodScale": [{"name": "", "level": 1}]}, "invalid"),
        ("profile", {"moodScale": [{"name": "x", "level": 1}] * 11}, "invalid"),
        ("screening", {"instrument": "phq9"}, "invalid"),
        ("screening", {"instrument": "phq8"}, "invalid"),  # has an answer too few
        ("screening", {"instrument": None}, "invalid"),
        ("screening", {"answers": [0, 1, 2, 3, 0, 1, 4]}, "invalid"),
        ("screening", {"answers": [0, 1, 2, 3, 0, 1, -1]}, "invalid"),
        ("screening", {"answers": [0, 1, 2, 3, 0, 1, 0.5]}, "invalid"),
        ("screening", {"answers": [0, 1, 2, 3, 0, 1, None]}, "invalid"),
        ("screening", {"answers": [0] * 6}, "invalid"),
        ("screening", {"answers": [0] * 8}, "invalid"),
        ("screening", {"answers": "0123012"}, "invalid"),
        ("screening", {"version": "v" * 21}, "invalid"),
        ("screening", {"version": ""}, "invalid"),
        ("screening", {"language": "english-us"}, "invalid"),
        ("screening", {"total": 9}, "invalid"),
        ("screening", {"day": day(2)}, "out-of-range"),
        ("screening", {"day": day(-367)}, "out-of-range"),
        ("reading", {"readOn": day(2)}, "out-of-range"),
        ("reading", {"readOn": "1999-12-31"}, "out-of-range"),
        ("reading", {"readOn": "yesterday"}, "invalid"),
        ("reading", {"lessUntil": day(92)}, "out-of-range"),
        ("reading", {"saved": 1}, "invalid"),
        ("reading", {"rating": 5}, "invalid"),
        ("profile", {"interests": ["weather"]}, "invalid"),
        ("profile", {"interests": ["habits", "habits"]}, "invalid"),
        ("profile", {"questionnaires": ["phq9"]}, "invalid"),
        ("profile", {"questionnaires": ["gad7", "gad7"]}, "invalid"),
        ("profile", {"focus": SUBJECTS}, "invalid"),  # three at most
        ("profile", {"focus": [SUBJECTS[0]] * 2}, "invalid"),
        ("profile", {"focus": [SUBJECTS[0].upper()]}, "invalid"),
        ("profile", {"focus": ["mood:" + SUBJECT]}, "invalid"),
        ("profile", {"focus": [SUBJECT]}, "invalid"),
    ],
)
async def test_a_bad_field_is_refused_alone(
    member: Person, db: BaseDBAsyncClient, entity: str, change: dict[str, Any], code: str
) -> None:
    habit = await member.add_habit()
    id_ = str(member.id) if entity == "profile" else str(uuid4())
    bad = member.op(entity, id_, with_habit({**WHOLE[entity], **change}, habit))
    good = member.op("entry", f"{habit}:{TODAY}", {"value": 1})
    last = member.op("entry", f"{habit}:{day(-1)}", {"skipped": True})
    answer = await member.sync(good, bad, last)
    assert statuses(answer) == ["applied", code, "applied"]
    assert [c["entity"] for c in answer["changes"]] == ["entry", "entry"]
    assert len(await dump(db, "entries")) == 2


@pytest.mark.parametrize(
    ("entity", "needed"),
    [
        ("group", "name"), ("habit", "name"), ("habit", "createdOn"), ("amount", "habitId"),
        ("amount", "day"), ("amount", "at"), ("amount", "amount"), ("pause", "firstDay"),
        ("mood", "day"), ("mood", "at"), ("mood", "level"), ("factor", "name"),
        ("event", "name"), ("event", "day"),
        ("screening", "instrument"), ("screening", "version"), ("screening", "language"),
        ("screening", "day"), ("screening", "at"), ("screening", "answers"),
    ],
)  # fmt: skip
async def test_a_new_row_needs_what_makes_it(member: Person, entity: str, needed: str) -> None:
    fields = with_habit(WHOLE[entity], await member.add_habit())
    fields.pop(needed)
    answer = await member.sync(member.op(entity, str(uuid4()), fields))
    assert statuses(answer) == ["invalid"]


async def test_a_day_400_back_or_2_ahead_is_refused_alone(member: Person) -> None:
    habit = await member.add_habit()
    days = (-400, 2, -366, 1, 0)
    ops = [member.op("entry", f"{habit}:{day(n)}", {"value": 1}) for n in days]
    assert statuses(await member.sync(*ops)) == [
        "out-of-range", "out-of-range", "applied", "applied", "applied",
    ]  # fmt: skip


async def test_what_is_someone_elses_is_refused_alone(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    habit = await member.add_habit()
    ids = {
        entity: await member.add(entity, **with_habit(WHOLE[entity], habit))
        for entity in WHOLE
        if entity not in ("profile", "habit", "reading")
    }
    tables = (
        "habit_groups", "habits", "amounts", "pauses", "moods", "screenings", "events", "factors",
    )  # fmt: skip
    before = [await dump(db, table) for table in tables]
    bad = [other.op(entity, id_, {"deleted": True}) for entity, id_ in ids.items()]
    named = {"habitId": habit, "day": day(0), "at": 1, "amount": 1}
    stolen = other.op("amount", str(uuid4()), named)
    rest = other.op("pause", str(uuid4()), {"habitId": habit, "firstDay": day(0)})
    answer = await other.sync(*bad, stolen, rest, other.op("factor", ids["mood"], {"name": "Tea"}))
    assert statuses(answer) == ["not-found"] * 7 + ["unknown-habit"] * 2 + ["applied"]
    after = [await dump(db, table) for table in tables]
    assert after[:-1] == before[:-1]


async def test_everybody_has_a_reading_of_their_own(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    """Of one article, also of one that is not known here."""
    article = str(uuid4())
    await member.sync(member.op("reading", article, {"saved": True, "readOn": day(0)}))
    answer = await other.sync(other.op("reading", article, {"lessUntil": day(90)}))
    assert statuses(answer) == ["applied"]
    await member.sync(member.op("reading", article, {"saved": False}))
    rows = {str(row["user_id"]): row for row in await dump(db, "readings")}
    assert len(rows) == 2
    mine, theirs = rows[str(member.id)], rows[str(other.id)]
    assert (bool(mine["saved"]), bool(mine["read_on"]), mine["less_until"]) == (False, True, None)
    assert (bool(theirs["saved"]), theirs["read_on"]) == (False, None)
    other.cursor = 0
    feed = [c for c in (await other.sync())["changes"] if c["entity"] == "reading"]
    assert [(c["entityId"], c["fields"]["lessUntil"]) for c in feed] == [(article, day(90))]
    assert (await other.http.get(f"/api/versions/reading/{article}")).json() == []


async def test_an_amount_cannot_move_to_someone_elses_habit(member: Person, other: Person) -> None:
    habit, theirs = await member.add_habit(), await other.add_habit()
    amount = await member.add("amount", habitId=habit, day=day(0), at=1, amount=1)
    moved = await member.sync(member.op("amount", amount, {"habitId": theirs}))
    assert statuses(moved) == ["unknown-habit"]
    changed = await member.sync(member.op("amount", amount, {"amount": 2}))
    assert statuses(changed) == ["applied"]
    assert changed["changes"][0]["fields"]["amount"] == 2


async def test_an_amount_may_come_with_its_habit(member: Person) -> None:
    habit = str(uuid4())
    answer = await member.sync(
        member.op("amount", str(uuid4()), {**WHOLE["amount"], "habitId": habit}),
        member.op("habit", habit, WHOLE["habit"]),
        member.op("amount", str(uuid4()), {**WHOLE["amount"], "habitId": habit}),
    )
    assert statuses(answer) == ["unknown-habit", "applied", "applied"]


async def test_a_schedule_that_cannot_be_kept_is_refused_later_too(member: Person) -> None:
    habit = await member.add_habit(schedule="rolling", times=3, days=7)
    answer = await member.sync(
        member.op("habit", habit, {"days": 2}), member.op("habit", habit, {"times": 2, "days": 2})
    )
    assert statuses(answer) == ["invalid", "applied"]


async def test_a_new_person_begins_with_the_usual_parts(member: Person) -> None:
    profile = (await member.http.get("/api/me")).json()["profile"]
    names = ("moodParts", "moodScale", "weekStartsOn", "streaks", "welcomed")
    assert [profile[name] for name in names] == [
        ["emotions", "anxiety", "factors", "note"], [], 0, False, False,
    ]  # fmt: skip


async def test_an_old_app_is_understood_and_a_newer_one_is_not(member: Person) -> None:
    mood = {"day": day(0), "at": 1, "level": 4, "tags": ["work"]}
    ops = [{**member.op("mood", str(uuid4()), mood), "v": v} for v in (0, 1, 2, 3)]
    answer = await member.sync(*ops)
    assert statuses(answer) == ["unknown-version", "applied", "invalid", "unknown-version"]
    assert "tags" not in answer["changes"][-1]["fields"]


async def test_two_phones_that_each_add_a_glass_add_two(member: Person) -> None:
    habit = await member.add_habit(kind="at_least", target=6)
    for device in (str(uuid4()), str(uuid4())):
        member.device = device
        await member.add("amount", habitId=habit, day=day(0), at=1, amount=1)
    member.cursor = 0
    feed = (await member.sync())["changes"]
    assert sum(c["fields"]["amount"] for c in feed if c["entity"] == "amount") == 2
