"""Sealed fields of synced rows: opened after reading, sealed again before writing."""

import logging
from collections.abc import Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.synced import Record, Table
from backend.vault import CannotOpen, Safe, Unreadable, Vault

log = logging.getLogger("everkeel.sync")


async def reveal(
    db: BaseDBAsyncClient, vault: Vault, owner: UUID, table: Table, records: Sequence[Record]
) -> None:
    """Opens what is sealed in the owner's rows; whoever else's stays as it is stored."""
    own = [r for r in records if r.owner == owner and any(r.fields[c] for c in table.sealed)]
    if not own:
        return
    safe = await _safe(db, vault, owner)
    for record in own:
        table.reveal(record, safe)


async def _safe(db: BaseDBAsyncClient, vault: Vault, owner: UUID) -> Safe | None:
    """The owner's safe; None when the master key is not the one that it was made with."""
    try:
        return await vault.safe(db, owner)
    except CannotOpen:
        log.error("A person's notes do not open: is secrets/master.key the right one?")
        return None


async def save(
    db: BaseDBAsyncClient, vault: Vault, owner: UUID, table: Table, records: Sequence[Record]
) -> None:
    """Writes rows of one owner, sealed; raises CannotOpen when there is no key to seal with."""
    noted = [r.fields[column] for column in table.sealed for r in records]
    open_ = any(note and not isinstance(note, Unreadable) for note in noted)
    await table.save(db, records, await vault.safe(db, owner) if open_ else None)
