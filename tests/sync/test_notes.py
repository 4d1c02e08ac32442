"""Notes through synchronising: sealed in the database, open for their owner alone."""

from pathlib import Path
from uuid import uuid4

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, keys
from backend.settings import Settings
from tests.support import Person, dump
from tests.sync.test_sync import statuses

TODAY = clock.today("UTC", 3)
NOTE = "Walked along the canal with my sister, und es war schön"


def event(note: str) -> dict[str, object]:
    """The fields of an event with that note."""
    return {"name": "Holiday", "day": str(TODAY), "note": note}


async def notes(person: Person) -> dict[str, str]:
    """Every note of a person's feed, by the id of its row."""
    person.cursor = 0
    feed = (await person.sync())["changes"]
    return {c["entityId"]: c["fields"]["note"] for c in feed if "note" in c["fields"]}


async def test_notes_come_back_open(member: Person) -> None:
    mood, event_ = await member.check_in(4, note=NOTE), await member.add("event", **event("Away"))
    empty = await member.check_in(3)
    assert await notes(member) == {mood: NOTE, event_: "Away", empty: ""}


async def test_no_note_stands_open_in_the_database(member: Person, db: BaseDBAsyncClient) -> None:
    mood = await member.check_in(4, note=NOTE)
    await member.add("event", **event(NOTE))
    member.device = str(uuid4())
    await member.sync(member.op("mood", mood, {"note": "Something else"}))
    everything = [
        str(row)
        for table in ("moods", "events", "versions", "sync_operations", "note_keys")
        for row in await dump(db, table)
    ]
    assert len(everything) == 7
    assert not [row for row in everything if "canal" in row or "Something" in row]


async def stored(db: BaseDBAsyncClient, settings: Settings) -> bytes:
    """The bytes of the database's files."""
    if database.is_sqlite(db):
        return sqlite_files(settings)
    await db.execute_query("CHECKPOINT")
    tables = ("habits", "moods", "events", "versions", "sync_operations")
    read = "SELECT pg_read_binary_file(pg_relation_filepath($1::text::regclass)) AS found"
    found = [await db.execute_query_dict(read, [table]) for table in tables]
    return b"".join(row["found"] for (row,) in found)


def sqlite_files(settings: Settings) -> bytes:
    """The bytes of the database file and its journal."""
    path = settings.database_url.removeprefix("sqlite://").partition("?")[0]
    return b"".join(Path(path + end).read_bytes() for end in ("", "-wal"))


async def test_no_note_stands_in_the_database_files(
    member: Person, db: BaseDBAsyncClient, settings: Settings
) -> None:
    mood = await member.check_in(4, note=NOTE)
    await member.sync(member.op("mood", mood, {"note": NOTE + "!"}))
    await member.add_habit("Feed the otters")
    files = await stored(db, settings)
    assert files.count(b"canal") == files.count(NOTE.encode()) == 0
    assert files.count(b"Feed the otters") > 0  # what is not sealed would be found


async def test_a_note_moved_to_another_row_or_person_does_not_open(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    own, theirs = await member.check_in(4, note=NOTE), await other.check_in(2, note="Theirs")
    second = await member.check_in(3)
    sealed = {str(row["id"]): row["note"] for row in await dump(db, "moods")}
    text = "UPDATE moods SET note = ? WHERE id = ?"
    await database.rows(db, text, sealed[own], second)
    assert await notes(member) == {own: NOTE, second: ""}
    await database.rows(db, text, sealed[own], theirs)
    assert await notes(other) == {theirs: ""}
    await database.rows(db, "UPDATE moods SET user_id = ? WHERE id = ?", other.id, own)
    assert await notes(other) == {theirs: "", own: ""}


async def test_the_same_note_again_is_no_change(member: Person) -> None:
    """The merge compares what was written, not what it was sealed to."""
    mood = await member.check_in(4, note=NOTE)
    member.device = str(uuid4())
    answer = await member.sync(member.op("mood", mood, {"note": NOTE}))
    assert statuses(answer) == ["applied"]
    assert (await member.http.get(f"/api/versions/mood/{mood}")).json() == []


async def test_with_the_wrong_key_all_else_works_and_no_note_is_lost(
    member: Person, settings: Settings, db: BaseDBAsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    mood = await member.check_in(4, note=NOTE)
    stored = (await dump(db, "moods"))[0]["note"]
    (key,) = await dump(db, "note_keys")
    await database.rows(db, "UPDATE note_keys SET wrapped = ?", key["wrapped"][:-8] + "AAAAAAA=")
    assert await notes(member) == {mood: ""}
    assert keys.MASTER_FILE in caplog.text
    answer = await member.sync(member.op("mood", mood, {"level": 2}))
    assert statuses(answer) == ["applied"]
    assert (await dump(db, "moods"))[0]["note"] == stored
    body = {"device": member.device, "cursor": 0, "ops": [member.op("mood", mood, {"note": "x"})]}
    assert (await member.http.post("/api/sync", json=body)).status_code == 500
    await database.rows(db, "UPDATE note_keys SET wrapped = ?", key["wrapped"])
    assert await notes(member) == {mood: NOTE}


ANSWERS = [3, 1, 2, 3, 1, 2, 3]
FILLED = {"instrument": "gad7", "version": "2006-1", "language": "en", "day": str(TODAY), "at": 1}


async def answers(person: Person) -> list[list[int]]:
    """The answers to every questionnaire of a person's feed."""
    person.cursor = 0
    feed = (await person.sync())["changes"]
    return [c["fields"]["answers"] for c in feed if c["entity"] == "screening"]


async def test_answers_to_a_questionnaire_are_sealed_like_notes(
    member: Person, db: BaseDBAsyncClient
) -> None:
    filled = await member.add("screening", **FILLED, answers=ANSWERS)
    assert await answers(member) == [ANSWERS]
    member.device = str(uuid4())
    await member.sync(member.op("screening", filled, {"answers": [0] * 7}))
    assert await answers(member) == [[0] * 7]
    (row,), (version,) = await dump(db, "screenings"), await dump(db, "versions")
    assert len(row["answers"]) > 40
    assert not [
        text for text in (row["answers"], version["value"]) if "3,1" in text or "0,0" in text
    ]
    (lost,) = (await member.http.get(f"/api/versions/screening/{filled}")).json()
    assert (lost["field"], lost["value"]) == ("answers", ANSWERS)


async def test_the_same_answers_again_are_no_change(member: Person) -> None:
    filled = await member.add("screening", **FILLED, answers=ANSWERS)
    member.device = str(uuid4())
    await member.sync(member.op("screening", filled, {"answers": ANSWERS}))
    assert (await member.http.get(f"/api/versions/screening/{filled}")).json() == []


async def test_answers_that_do_not_open_read_as_none_and_stay(
    member: Person, db: BaseDBAsyncClient
) -> None:
    filled = await member.add("screening", **FILLED, answers=ANSWERS)
    stored = (await dump(db, "screenings"))[0]["answers"]
    (key,) = await dump(db, "note_keys")
    await database.rows(db, "UPDATE note_keys SET wrapped = ?", key["wrapped"][:-8] + "AAAAAAA=")
    assert await answers(member) == [[]]
    assert statuses(await member.sync(member.op("screening", filled, {"deleted": True}))) == [
        "applied"
    ]
    assert (await dump(db, "screenings"))[0]["answers"] == stored
    await database.rows(db, "UPDATE note_keys SET wrapped = ?", key["wrapped"])
    assert await answers(member) == [ANSWERS]
