"""Notes at rest: AES-256-GCM with a key for each person, which the master key wraps.

Sealed text is base64 of a version byte, 12 bytes of nonce, ciphertext and tag. Whose it is and
where it stands (person, table, row, column) is authenticated with it: moved elsewhere, it does
not open.
"""

import base64
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, keys
from backend.database import rows
from backend.settings import Settings

VERSION = 1
NONCE_BYTES = 12
KEY_BYTES = 32


class CannotOpen(ValueError):
    """What is sealed was made with another key, for another place, or has been damaged."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A sealed note that does not open: it reads as nothing, and stays stored as it is."""

    sealed: str


def _seal(key: bytes, text: bytes, place: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text, place.encode())
    return base64.b64encode(bytes((VERSION,)) + nonce + sealed).decode()


def _open(key: bytes, sealed: str, place: str) -> bytes:
    try:
        found = base64.b64decode(sealed, validate=True)
        if found[:1] != bytes((VERSION,)):
            raise ValueError("sealed in a way that is not known here")
        nonce, text = found[1 : 1 + NONCE_BYTES], found[1 + NONCE_BYTES :]
        return AESGCM(key).decrypt(nonce, text, place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(f"does not open: {place}") from error


class Safe:
    """One person's key: seals and opens what stands in a column of one of their rows."""

    def __init__(self, owner: UUID, key: bytes) -> None:
        self._owner, self._key = owner, key

    def seal(self, table: str, row: str, column: str, text: str) -> str:
        """The text sealed for that place; an empty one stays empty."""
        return _seal(self._key, text.encode(), self._place(table, row, column)) if text else ""

    def open(self, table: str, row: str, column: str, sealed: str) -> str:
        """The text sealed for that place; raises CannotOpen."""
        place = self._place(table, row, column)
        return _open(self._key, sealed, place).decode() if sealed else ""

    def _place(self, table: str, row: str, column: str) -> str:
        return f"{self._owner}|{table}|{row}|{column}"


class Vault:
    """Everybody's keys, wrapped by the master key of this instance."""

    def __init__(self, master: Path) -> None:
        self._path = master

    @classmethod
    def of(cls, settings: Settings) -> "Vault":
        """The vault of an instance."""
        return cls(settings.secrets_dir / keys.MASTER_FILE)

    @cached_property
    def _master(self) -> bytes:
        return self._path.read_bytes()

    async def safe(self, db: BaseDBAsyncClient, owner: UUID) -> Safe:
        """A person's safe, made when they first need it; raises CannotOpen."""
        text = "SELECT wrapped FROM note_keys WHERE user_id = ?"
        found = await rows(db, text, owner)
        if not found:
            await self._make(db, owner)
            # Another process may have been first: its key is the one that counts.
            found = await rows(db, text, owner)
        return Safe(owner, _open(self._master, found[0]["wrapped"], self._place(owner)))

    async def _make(self, db: BaseDBAsyncClient, owner: UUID) -> None:
        wrapped = _seal(self._master, os.urandom(KEY_BYTES), self._place(owner))
        await rows(
            db,
            "INSERT INTO note_keys (user_id, wrapped, created_at) VALUES (?, ?, ?)"
            " ON CONFLICT (user_id) DO NOTHING",
            owner, wrapped, clock.now_ms(),
        )  # fmt: skip

    def _place(self, owner: UUID) -> str:
        return f"{owner}|note_keys|wrapped"
