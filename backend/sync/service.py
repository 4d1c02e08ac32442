"""One round of synchronising: apply a batch of operations, answer with what changed."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, cast
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts import service as accounts
from backend.reminders import service as reminders
from backend.sync import queries
from backend.sync.entities import ENTITIES, Batch, EntityName
from backend.sync.rules import STAMP, clamped, merge
from backend.synced import Fields, Record, Rejected


class Operation(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A change that a device made to some fields of one thing."""

    op_id: UUID
    entity: str
    entity_id: str
    fields: dict[str, Any]
    stamp: str
    v: int = 1


class Result(msgspec.Struct, rename="camel"):
    """The answer to one operation."""

    op_id: UUID
    status: Literal["applied", "superseded", "duplicate", "rejected"]
    code: str | None = None
    detail: str | None = None


class Change(msgspec.Struct, rename="camel"):
    """A thing as it stands on the server, with its feed number."""

    entity: EntityName
    entity_id: str
    seq: int
    fields: dict[str, Any]


class Outcome(msgspec.Struct, rename="camel"):
    """Answers to a batch and the next part of the feed."""

    results: list[Result]
    changes: list[Change]
    cursor: int
    has_more: bool
    server_time: int
    resync: bool


async def synchronise(
    user_id: UUID, cursor: int, limit: int, operations: Sequence[Operation]
) -> Outcome:
    """Applies operations in one transaction, then reads the feed after `cursor`."""
    now = clock.now_ms()
    if not operations:
        return await _read(database.connection(), user_id, cursor, limit, now, [])

    async def work(db: BaseDBAsyncClient) -> Outcome:
        last, today = await accounts.lock_feed(db, user_id, len(operations))
        batch = Batch(user_id, today, last)
        results = await _apply_all(db, batch, operations, now)
        if cursor == last:
            changes = sorted(_changes(batch.dirty), key=lambda change: change.seq)
            return Outcome(results, changes, last + len(operations), False, now, False)
        return await _read(db, user_id, cursor, limit, now, results)

    return await database.transaction(work)


async def _apply_all(
    db: BaseDBAsyncClient, batch: Batch, operations: Sequence[Operation], now: int
) -> list[Result]:
    given = await queries.answers(db, batch.owner, [op.op_id for op in operations])
    fresh = {op.op_id: op for op in operations if op.op_id not in given}
    await _load(db, batch, list(fresh.values()))
    results = []
    for place, op in enumerate(operations):
        if stored := given.get(op.op_id):
            results.append(_replayed(op, stored))
            continue
        # Clamped stamps of one batch keep its order, so that the last tap still wins.
        result = _apply(batch, op, now + place)
        given[op.op_id] = {"status": result.status, "code": result.code or ""}
        results.append(result)
    await _save(db, batch)
    stored_answers = [(i, given[i]["status"], given[i]["code"]) for i in fresh]
    if stored_answers:
        await queries.store_answers(db, batch.owner, stored_answers, now)
    return results


async def _save(db: BaseDBAsyncClient, batch: Batch) -> None:
    for name, entity in ENTITIES.items():
        if changed := [r for (kind, _), r in batch.dirty.items() if kind == name]:
            await entity.table.save(db, changed)
    for (kind, _), record in batch.dirty.items():
        if kind == "profile":
            await reminders.follow_zone(db, batch.owner, record.fields["zone"])


def _replayed(op: Operation, stored: dict[str, Any]) -> Result:
    if stored["status"] == "rejected":
        return Result(op.op_id, "rejected", stored["code"])
    return Result(op.op_id, "duplicate")


async def _load(db: BaseDBAsyncClient, batch: Batch, operations: Sequence[Operation]) -> None:
    """Reads the rows that the operations touch, and the habits that new entries belong to."""
    for name, entity in ENTITIES.items():
        keys = {}
        for op in operations:
            try:
                if op.entity == name:
                    keys[op.entity_id] = entity.table.key_of(op.entity_id)
                elif op.entity == "entry" and name == "habit":
                    keys[op.entity_id] = entity.table.key_of(op.entity_id.split(":")[0])
            except Rejected:
                continue
        if keys:
            for record in await entity.table.load(db, list(dict.fromkeys(keys.values()))):
                batch.records[name, record.id] = record


def _apply(batch: Batch, op: Operation, now: int) -> Result:
    try:
        won = _apply_checked(batch, op, now)
    except Rejected as error:
        return Result(op.op_id, "rejected", error.code, error.detail)
    return Result(op.op_id, "applied" if won else "superseded")


def _apply_checked(batch: Batch, op: Operation, now: int) -> bool:
    name = cast(EntityName, op.entity)
    entity = ENTITIES.get(name)
    if entity is None or not STAMP.match(op.stamp):
        raise Rejected("invalid", "Unknown entity or malformed stamp.")
    if op.v != 1:
        raise Rejected("unknown-version", "This operation comes from another version.")
    entity.table.key_of(op.entity_id)
    change = entity.parse(op.fields, batch)
    place = (name, op.entity_id.lower())
    record = batch.records.get(place) or entity.table.new(batch.owner, place[1])
    if record.owner != batch.owner:
        raise Rejected("not-found", "There is nothing with this id.")
    merged = merge(record.fields, record.stamps, change, clamped(op.stamp, now))
    if record.is_new:
        entity.require(place[1], merged.fields, batch)
    # A superseded operation also moves the row in the feed, so that its author learns the winner.
    updated = Record(batch.owner, place[1], merged.fields, merged.stamps, batch.next_seq())
    batch.records[place] = batch.dirty[place] = updated
    return merged.won


@cache
def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def _fields_out(fields: Fields) -> dict[str, Any]:
    return {_camel(name): value for name, value in fields.items()}


def _changes(records: dict[tuple[EntityName, str], Record]) -> list[Change]:
    return [
        Change(kind, record.id, record.seq, _fields_out(record.fields))
        for (kind, _), record in records.items()
    ]


async def _read(
    db: BaseDBAsyncClient, user_id: UUID, cursor: int, limit: int, now: int, results: list[Result]
) -> Outcome:
    """The feed after `cursor`: only up to its end as read first, so that nothing is jumped over."""
    end = await queries.feed_end(db, user_id)
    resync = cursor > end
    start = 0 if resync else cursor
    found: list[Change] = []
    for name, entity in ENTITIES.items():
        records = await entity.table.feed(db, user_id, start, end, limit + 1)
        found += _changes({(name, record.id): record for record in records})
    found.sort(key=lambda change: change.seq)
    more = len(found) > limit
    page = found[:limit]
    return Outcome(results, page, page[-1].seq if more else end, more, now, resync)
