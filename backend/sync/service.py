"""One round of synchronising: apply a batch of operations, answer with what changed."""

from collections.abc import Sequence
from typing import Any, Literal, cast
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts import service as accounts
from backend.reminders import service as reminders
from backend.sync import feed, queries, sealing, versions
from backend.sync.entities import ENTITIES, Batch, Edit, EntityName
from backend.sync.feed import Page
from backend.sync.rules import STAMP, VERSIONS, clamped, merge, upcast
from backend.synced import Record, Rejected, Table
from backend.vault import Vault

MAX_OPERATIONS = 200

ORDER = tuple(ENTITIES)
HABITS = ENTITIES["habit"].table


class Operation(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A change that a device made to some fields of one thing."""

    op_id: UUID
    entity: str
    entity_id: str
    fields: dict[str, Any]
    stamp: str
    v: int = max(VERSIONS)


class Result(msgspec.Struct, rename="camel"):
    """The answer to one operation."""

    op_id: UUID
    status: Literal["applied", "superseded", "duplicate", "rejected"]
    code: str | None = None
    detail: str | None = None


class Outcome(msgspec.Struct, rename="camel"):
    """Answers to a batch and the next part of the feed."""

    results: list[Result]
    changes: list[feed.Change]
    cursor: int
    has_more: bool
    server_time: int
    resync: bool


async def synchronise(
    vault: Vault, user_id: UUID, cursor: int, limit: int, operations: Sequence[Operation]
) -> Outcome:
    """Applies operations in one transaction, then reads the feed after `cursor`."""
    now, taken = clock.now_ms(), operations[:MAX_OPERATIONS]
    if not operations:
        page = await feed.read(database.connection(), vault, user_id, cursor, limit)
        return _outcome([], page, now)

    async def work(db: BaseDBAsyncClient) -> Outcome:
        last, today = await accounts.lock_feed(db, user_id, len(taken))
        batch = Batch(user_id, today, last)
        results = await _apply_all(db, vault, batch, taken, now)
        results += [_too_many(op) for op in operations[MAX_OPERATIONS:]]
        if cursor == last:
            page = Page(feed.changes(batch.dirty), last + len(taken), more=False, resync=False)
        else:
            page = await feed.read(db, vault, user_id, cursor, limit)
        return _outcome(results, page, now)

    return await database.transaction(work)


def _outcome(results: list[Result], page: Page, now: int) -> Outcome:
    return Outcome(results, page.changes, page.cursor, page.more, now, page.resync)


def _too_many(op: Operation) -> Result:
    """Not stored, so that the same operation may come again."""
    return Result(op.op_id, "rejected", "too-many", "A batch has 200 operations at most.")


async def _apply_all(
    db: BaseDBAsyncClient, vault: Vault, batch: Batch, operations: Sequence[Operation], now: int
) -> list[Result]:
    given = await queries.answers(db, batch.owner, [op.op_id for op in operations])
    # Backwards, so that of two with one id the first counts.
    fresh = {op.op_id: op for op in reversed(operations) if op.op_id not in given}
    await _load(db, vault, batch, list(fresh.values()))
    results = []
    for op in operations:
        if stored := given.get(op.op_id):
            results.append(_replayed(op, stored))
            continue
        result = _apply(batch, op, now)
        given[op.op_id] = {"status": result.status, "code": result.code or ""}
        results.append(result)
    await _save(db, vault, batch)
    await versions.keep(db, vault, batch, now)
    stored_answers = [(i, given[i]["status"], given[i]["code"]) for i in fresh]
    if stored_answers:
        await queries.store_answers(db, batch.owner, stored_answers, now)
    return results


async def _save(db: BaseDBAsyncClient, vault: Vault, batch: Batch) -> None:
    changed: dict[EntityName, list[Record]] = {}
    for (kind, _), record in batch.dirty.items():
        changed.setdefault(kind, []).append(record)
    for name in sorted(changed, key=ORDER.index):
        await sealing.save(db, vault, batch.owner, ENTITIES[name].table, changed[name])
    for record in changed.get("profile", ()):
        await reminders.follow_zone(db, batch.owner, record.fields["zone"])


def _replayed(op: Operation, stored: dict[str, Any]) -> Result:
    if stored["status"] == "rejected":
        return Result(op.op_id, "rejected", stored["code"])
    return Result(op.op_id, "duplicate")


async def _load(
    db: BaseDBAsyncClient, vault: Vault, batch: Batch, operations: Sequence[Operation]
) -> None:
    """Reads the rows that the operations touch, and which habits that they name are theirs."""
    wanted: dict[EntityName, set[Any]] = {}
    named: set[Any] = set()
    for op in operations:
        if entity := ENTITIES.get(cast(EntityName, op.entity)):
            keys = wanted.setdefault(cast(EntityName, op.entity), set())
            keys.update(_key(entity.table, op.entity_id))
            named.update(_key(HABITS, entity.habit(op.entity_id, op.fields)))
    for name, keys in wanted.items():
        table = ENTITIES[name].table
        records = await table.load(db, batch.owner, list(keys))
        if table.sealed:
            await sealing.reveal(db, vault, batch.owner, table, records)
        batch.records.update({(name, record.id): record for record in records})
    batch.habits = await HABITS.owned(db, batch.owner, named)


def _key(table: Table, id_: Any) -> list[tuple[Any, ...]]:
    """The key of an id, if it is one that has the right form."""
    try:
        return [table.key_of(id_)] if isinstance(id_, str) else []
    except Rejected:
        return []


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
    if op.v not in VERSIONS:
        raise Rejected("unknown-version", "This operation comes from another version.")
    entity.table.key_of(op.entity_id)
    change = entity.parse(upcast(name, op.fields, op.v), batch)
    place = (name, op.entity_id.lower())
    record = batch.records.get(place) or entity.table.new(batch.owner, place[1])
    if record.owner != batch.owner:
        raise Rejected("not-found", "There is nothing with this id.")
    stamp = clamped(op.stamp, now, record.stamps)
    merged = merge(record.fields, record.stamps, change, stamp)
    entity.check(Edit(place[1], change, merged.fields, record.is_new), batch)
    # A superseded operation also moves the row in the feed, so that its author learns the winner.
    updated = Record(batch.owner, place[1], merged.fields, merged.stamps, batch.next_seq())
    batch.records[place] = batch.dirty[place] = updated
    batch.lost += [(place, op.op_id, lost) for lost in merged.lost]
    return merged.won
