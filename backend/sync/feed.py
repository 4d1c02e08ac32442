"""A person's feed: what has changed since a cursor, in the order of its numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.sync import queries, sealing
from backend.sync.entities import ENTITIES, EntityName, Place
from backend.synced import Fields, Record, Table
from backend.vault import Unreadable, Vault

EVERYTHING = 2**31 - 1


class Change(msgspec.Struct, rename="camel"):
    """A thing as it stands on the server, with its feed number."""

    entity: EntityName
    entity_id: str
    seq: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the feed, the cursor after it, whether there is more, whether it began anew."""

    changes: list[Change]
    cursor: int
    more: bool
    resync: bool


@cache
def camel(name: str) -> str:
    """A column's name as clients know it."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def _fields_out(table: Table, fields: Fields) -> dict[str, Any]:
    return {
        camel(name): table.defaults[name] if isinstance(value, Unreadable) else value
        for name, value in fields.items()
    }


def changes(records: Mapping[Place, Record]) -> list[Change]:
    """Rows as clients see them, in the order of the feed."""
    found = [
        Change(kind, record.id, record.seq, _fields_out(ENTITIES[kind].table, record.fields))
        for (kind, _), record in records.items()
    ]
    return sorted(found, key=lambda change: change.seq)


async def read(db: BaseDBAsyncClient, vault: Vault, owner: UUID, cursor: int, limit: int) -> Page:
    """The feed after `cursor`, up to its end as read first, so that nothing is jumped over.

    Somebody who last read before a tombstone that is gone begins anew. What such a page holds
    reaches at least to the last number that is gone: its cursor would be too old again.
    """
    end, gone = await queries.feed_end(db, owner)
    resync = cursor > end or 0 < cursor < gone
    start = 0 if resync else cursor
    if start == end:
        return Page([], end, False, resync)
    old = await _rows(db, vault, owner, start, gone, EVERYTHING) if start < gone else []
    room = max(limit - len(old), 0)
    new = await _rows(db, vault, owner, max(start, gone), end, room + 1)
    if start and start < (await queries.feed_end(db, owner))[1]:
        return await read(db, vault, owner, cursor, limit)  # a tombstone went while we read
    page, more = old + new[:room], len(new) > room
    last = max(page[-1].seq if page else 0, gone)
    return Page(page, last if more else end, more, resync)


async def _rows(
    db: BaseDBAsyncClient, vault: Vault, owner: UUID, after: int, last: int, limit: int
) -> list[Change]:
    """The first so many rows with numbers after `after` up to `last`."""
    tables = {name: entity.table for name, entity in ENTITIES.items()}
    found: list[Change] = []
    for name in await queries.with_news(db, _names(tables.values()), owner, after, last):
        kind = next(kind for kind, table in tables.items() if table.name == name)
        records = await tables[kind].feed(db, owner, after, last, limit)
        await sealing.reveal(db, vault, owner, tables[kind], records)
        found += changes({(kind, record.id): record for record in records})
    found.sort(key=lambda change: change.seq)
    return found[:limit]


def _names(tables: Iterable[Any]) -> list[str]:
    return [table.name for table in tables]
