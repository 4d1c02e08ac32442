"""What is not kept for ever: tombstones, stored answers and values that lost, after 400 days."""

from functools import partial
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.sync import forgetting_queries as queries
from backend.sync.entities import ENTITIES

KEEP_MS = 400 * 86_400_000

# What belongs to a habit goes with it, and before it: its feed numbers count too.
OF_HABITS = tuple(
    entity.table.name for entity in ENTITIES.values() if "habit_id" in entity.table.columns
)
TABLES = tuple(
    entity.table.name for entity in ENTITIES.values() if "deleted" in entity.table.columns
)


async def forget(now: int) -> None:
    """Removes what is older than 400 days; somebody who last read before that begins anew."""
    db, before = database.connection(), now - KEEP_MS
    for owner in await queries.owners_of_tombstones(db, TABLES, before):
        await database.transaction(partial(_forget_rows, owner=owner, before=before))
    await queries.prune_answers(db, before)
    await queries.prune_versions(db, before)


async def _forget_rows(db: BaseDBAsyncClient, owner: UUID, before: int) -> None:
    """A person's old tombstones go, under the lock that also orders their feed."""
    newest = await queries.lock_forgotten(db, owner)
    for table in OF_HABITS:
        newest = max(newest, await queries.delete_of_habits(db, table, owner, before))
    for table in TABLES:
        newest = max(newest, await queries.delete_tombstones(db, table, owner, before))
    await queries.remember_forgotten(db, owner, newest)
