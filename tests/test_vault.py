"""Notes at rest: sealed for one person, one row, one column, and for nothing else."""

import base64
from collections.abc import AsyncIterator
from uuid import uuid4

import anyio
import pytest
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database, keys
from backend.settings import Settings
from backend.vault import CannotOpen, Safe, Vault
from tests import schema
from tests.schema import ONE, ROWS


@pytest.fixture
async def filled(settings: Settings) -> AsyncIterator[BaseDBAsyncClient]:
    """A migrated database with one person."""
    async with database.opened(settings) as db:
        await schema.insert(db, "users", ROWS["users"])
        yield db


def test_what_is_sealed_opens_in_its_place_alone() -> None:
    owner, other, key = uuid4(), uuid4(), b"k" * 32
    sealed = Safe(owner, key).seal("moods", "1", "note", "Slept badly 🌧")
    assert "Slept" not in sealed
    assert Safe(owner, key).open("moods", "1", "note", sealed) == "Slept badly 🌧"
    for safe, place in (
        (Safe(other, key), ("moods", "1", "note")),
        (Safe(owner, b"x" * 32), ("moods", "1", "note")),
        (Safe(owner, key), ("moods", "2", "note")),
        (Safe(owner, key), ("events", "1", "note")),
        (Safe(owner, key), ("moods", "1", "word")),
    ):
        with pytest.raises(CannotOpen):
            safe.open(*place, sealed)


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_changed_byte_does_not_open(place: int) -> None:
    safe = Safe(ONE, b"k" * 32)
    sealed = bytearray(base64.b64decode(safe.seal("moods", "1", "note", "Slept badly")))
    sealed[min(place, len(sealed) - 1)] ^= 1
    with pytest.raises(CannotOpen):
        safe.open("moods", "1", "note", base64.b64encode(sealed).decode())


@pytest.mark.parametrize("sealed", ["n", "AQ==", "plain text", "ü"])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(CannotOpen):
        Safe(ONE, b"k" * 32).open("moods", "1", "note", sealed)


def test_the_same_note_is_never_sealed_the_same_way_and_an_empty_one_is_not() -> None:
    safe = Safe(ONE, b"k" * 32)
    assert len({safe.seal("moods", "1", "note", "Good") for _ in range(20)}) == 20
    assert safe.seal("moods", "1", "note", "") == safe.open("moods", "1", "note", "") == ""


async def test_a_persons_key_is_made_once(filled: BaseDBAsyncClient, settings: Settings) -> None:
    """Also by several processes at once, each with a vault of its own."""
    sealed: list[str] = []

    async def one() -> None:
        async def work(db: BaseDBAsyncClient) -> None:
            safe = await Vault.of(settings).safe(db, ONE)
            sealed.append(safe.seal("moods", "1", "note", "Good"))

        await database.transaction(work)

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(one)
    safe = await Vault.of(settings).safe(filled, ONE)
    assert [safe.open("moods", "1", "note", text) for text in sealed] == ["Good"] * 4
    assert len(await database.rows(filled, "SELECT * FROM note_keys")) == 1


async def test_another_master_key_opens_nothing(
    filled: BaseDBAsyncClient, settings: Settings
) -> None:
    await Vault.of(settings).safe(filled, ONE)
    (settings.secrets_dir / keys.MASTER_FILE).write_bytes(b"x" * 32)
    with pytest.raises(CannotOpen):
        await Vault.of(settings).safe(filled, ONE)


async def test_a_key_moved_to_another_person_does_not_open(
    filled: BaseDBAsyncClient, settings: Settings
) -> None:
    await Vault.of(settings).safe(filled, ONE)
    other = {**ROWS["users"], "id": uuid4(), "email_key": "bo@example.org"}
    await schema.insert(filled, "users", other)
    await database.rows(filled, "UPDATE note_keys SET user_id = ?", other["id"])
    with pytest.raises(CannotOpen):
        await Vault.of(settings).safe(filled, other["id"])
