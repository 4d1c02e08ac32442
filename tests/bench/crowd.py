"""Many people with phones and reminders, straight into a database; and a look at what became."""

import asyncio
import base64
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import clock, database
from backend.reminders import zones
from tests.push.sink import ORIGIN, Phone, b64

KEYS = [Phone(f"key-{number}") for number in range(500)]  # making 100,000 would take a minute
SETTLED = ("sent", "silent", "failed", "expired", "cancelled")
Rows = list[dict[str, Any]]


@dataclass
class Human:
    """A person with some phones, their zone, and the instants (ms) at which they are reminded."""

    number: int
    dues: Sequence[int]
    phones: int = 1
    zone: str = "UTC"
    id: UUID = field(default_factory=database.uuid7)

    @property
    def paths(self) -> list[str]:
        """The endpoints of their phones, without the origin."""
        return [f"/fcm/send/{self.number}-{phone}" for phone in range(self.phones)]


def key_of(path: str) -> Phone:
    """The key pair that the phone of an endpoint has."""
    return KEYS[int(path.rsplit("/", 1)[1].partition("-")[0]) % len(KEYS)]


class Base:
    """A database by its URL, read and filled past the application."""

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def _path(self) -> str | None:
        return self._url.removeprefix("sqlite://").partition("?")[0] if self._sqlite else None

    @property
    def _sqlite(self) -> bool:
        return self._url.startswith("sqlite:")

    def rows(self, text: str) -> Rows:
        """What a SELECT finds."""
        if self._path is None:
            return asyncio.run(self._fetch(text))
        with sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=30) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(text)]

    def run(self, text: str) -> None:
        """One statement of its own, such as VACUUM ANALYZE."""
        if self._path is None:
            asyncio.run(self._fetch(text))
        else:
            with sqlite3.connect(self._path, isolation_level=None) as db:
                db.execute(text)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """SQLite's one place for a writer is taken for the length of the block."""
        assert self._path is not None
        with closing(sqlite3.connect(self._path, timeout=30, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            yield
            db.execute("ROLLBACK")

    def insert(self, table: str, found: Rows) -> None:
        """Adds rows that have the same columns."""
        if not found:
            return
        names, values = list(found[0]), [tuple(row.values()) for row in found]
        if self._path is None:
            asyncio.run(self._copy(table, names, values))
            return
        marks = ", ".join("?" * len(names))
        texts = ([str(v) if isinstance(v, UUID) else v for v in row] for row in values)
        with sqlite3.connect(self._path) as db:
            db.execute("PRAGMA synchronous=OFF")
            db.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", texts)

    async def _fetch(self, text: str) -> Rows:
        db = await self._connected()
        try:
            return [dict(row) for row in await db.fetch(text)]
        finally:
            await db.close()

    async def _copy(self, table: str, names: list[str], values: list[tuple[Any, ...]]) -> None:
        db = await self._connected()
        try:
            await db.copy_records_to_table(table, records=values, columns=names)
        finally:
            await db.close()

    async def _connected(self) -> Any:
        url = self._url.replace("asyncpg://", "postgresql://", 1)
        url = url.replace("&minsize=1&maxsize=5", "").replace("?minsize=1&maxsize=5", "")
        return await asyncpg.connect(url)


def settle(base: Base, people: Sequence[Human]) -> None:
    """Stores the people with their phones and reminders; the time zones are not news."""
    prints = {**zones.prints(), zones.VERSION_ROW: zones.version()}
    base.insert("zones", [{"name": name, "print": print_} for name, print_ in prints.items()])
    add(base, people)


def add(base: Base, people: Sequence[Human]) -> None:
    """Stores people with their phones and reminders."""
    now = clock.now_ms()
    base.insert("users", [_user(human, now) for human in people])
    base.insert("profiles", [_profile(human) for human in people])
    base.insert("subscriptions", [row for human in people for row in _phones(human, now)])
    base.insert("reminders", [row for human in people for row in _reminders(human, now)])


def _user(human: Human, now: int) -> dict[str, Any]:
    email = f"p{human.number}@example.org"
    return {
        "id": human.id, "email": email, "email_key": email, "password_hash": "none",
        "role": "member", "created_at": now, "feed_seq": 0,
    }  # fmt: skip


def _profile(human: Human) -> dict[str, Any]:
    return {
        "user_id": human.id, "zone": human.zone, "day_starts_at": 3, "language": "en",
        "country": "", "adult": True, "treatments": False, "flags": "[]", "medicines": "[]",
        "suggestions": True, "reminder_limit": 20, "open_texts": False, "mail_fallback": False,
        "seq": 1, "stamps": "{}",
    }  # fmt: skip


def _phones(human: Human, now: int) -> Iterator[dict[str, Any]]:
    for path in human.paths:
        endpoint, key = ORIGIN + path, key_of(path)
        digest = hashlib.sha256(endpoint.encode()).digest()
        yield {
            "id": database.uuid7(), "user_id": human.id, "endpoint": endpoint,
            "endpoint_hash": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "p256dh": key.p256dh, "auth": b64(key.auth), "origin": ORIGIN, "label": "phone",
            "created_at": now, "active": True, "ended_reason": "", "trouble": "", "key_id": "",
        }  # fmt: skip


def _reminders(human: Human, now: int) -> Iterator[dict[str, Any]]:
    zone = clock.zone(human.zone)
    for number, due in enumerate(human.dues):
        wall = datetime.fromtimestamp(due / 1_000, zone)
        yield {
            "id": database.uuid7(), "user_id": human.id, "minute": wall.hour * 60 + wall.minute,
            "weekdays": _weekdays(number, wall), "zone": human.zone, "enabled": True,
            "next_fire_at": due, "next_local": wall.strftime("%Y-%m-%dT%H:%M"), "text": "",
            "follow": True, "ignored": 0, "created_at": now, "updated_at": now,
        }  # fmt: skip


def _weekdays(number: int, wall: datetime) -> int:
    """Every day, or all but one other than the day it is due."""
    return 127 if number % 2 else 127 - (1 << (wall.weekday() + number % 6 + 1) % 7)


def states(base: Base) -> dict[str, int]:
    """How many deliveries are in which state."""
    found = base.rows("SELECT state, count(*) AS n FROM deliveries GROUP BY state")
    return {row["state"]: int(row["n"]) for row in found}


def unsettled(base: Base, expected: int) -> int:
    """How many of so many deliveries are still to come to an end."""
    found = states(base)
    return expected - sum(found.get(state, 0) for state in SETTLED)
