"""Values that lost to another device's later ones: kept for 400 days, to be taken back."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.database import Row, as_uuid
from backend.errors import not_found
from backend.sync import queries
from backend.sync.entities import ENTITIES, Batch, EntityName, Place
from backend.sync.feed import camel
from backend.sync.rules import Lost
from backend.synced import Rejected
from backend.vault import CannotOpen, Safe, Unreadable, Vault

TABLE = "versions"


class Version(msgspec.Struct, rename="camel"):
    """A value that lost, the operation by which it did, and when (ms).

    The operation is the one that came too late, or the one that replaced a stored value.
    """

    field: str
    value: Any
    stamp: str
    lost_at: int
    op: UUID


async def keep(db: BaseDBAsyncClient, vault: Vault, batch: Batch, now: int) -> None:
    """Stores the values that lost in a batch."""
    if not batch.lost:
        return
    lost = [found for found in batch.lost if not isinstance(found[2].value, Unreadable)]
    sealed = any(_sealed(place[0], one.field) for place, _, one in lost)
    safe = await vault.safe(db, batch.owner) if sealed else None
    await queries.store_versions(db, [_row(batch.owner, found, safe, now) for found in lost])


def _row(
    owner: UUID, found: tuple[Place, UUID, Lost], safe: Safe | None, now: int
) -> Sequence[Any]:
    (entity, entity_id), op_id, lost = found
    id_, text = database.uuid7(), msgspec.json.encode(lost.value).decode()
    if safe and _sealed(entity, lost.field):
        text = safe.seal(TABLE, str(id_), "value", text)
    return id_, owner, entity, entity_id, lost.field, text, lost.stamp, op_id, now


def _sealed(entity: EntityName, column: str) -> bool:
    return column in ENTITIES[entity].table.sealed


async def of_row(vault: Vault, user_id: UUID, entity: str, entity_id: str) -> list[Version]:
    """The values that lost in one of a person's rows, newest first; 404 for any other row."""
    db, name = database.connection(), cast(EntityName, entity)
    if name not in ENTITIES:
        raise not_found("There is nothing with this id.")
    table = ENTITIES[name].table
    try:
        found = await table.load(db, user_id, [table.key_of(entity_id)])
    except Rejected:
        found = []
    if not found or found[0].owner != user_id:
        raise not_found("There is nothing with this id.")
    stored = await queries.versions(db, user_id, entity, found[0].id)
    sealed = any(_sealed(name, row["field"]) for row in stored)
    safe = await vault.safe(db, user_id) if sealed else None
    return [version for row in stored if (version := _version(name, row, safe))]


def _version(entity: EntityName, row: Row, safe: Safe | None) -> Version | None:
    """The stored version; None when it does not open."""
    text = row["value"]
    if safe and _sealed(entity, row["field"]):
        try:
            text = safe.open(TABLE, str(row["id"]), "value", text)
        except CannotOpen:
            return None
    value, op = msgspec.json.decode(text), as_uuid(row["op_id"])
    return Version(camel(row["field"]), value, row["stamp"], row["lost_at"], op)
