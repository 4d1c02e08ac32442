"""What many tests need: people who are signed in, and operations as a device writes them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, security
from backend.accounts import queries
from backend.settings import Settings

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Person:
    """A signed-in person with a browser of their own."""

    id: UUID
    email: str
    http: httpx.AsyncClient
    device: str = field(default_factory=lambda: str(uuid4()))
    cursor: int = 0
    _count: int = 0

    def stamp(self, ms: int | None = None) -> str:
        """A stamp of this device, later than any before unless `ms` says otherwise."""
        self._count += 1
        now = int(time.time() * 1000) if ms is None else ms
        return f"{now:015d}:{self._count % 10_000:04d}:{self.device}"

    def op(
        self, entity: str, entity_id: str, fields: Mapping[str, Any], ms: int | None = None
    ) -> dict[str, Any]:
        """An operation as the app sends it."""
        return {
            "opId": str(database.uuid7()), "entity": entity, "entityId": entity_id,
            "fields": dict(fields), "stamp": self.stamp(ms), "v": 2,
        }  # fmt: skip

    async def sync(self, *ops: dict[str, Any], **extra: Any) -> dict[str, Any]:
        """One round; the cursor moves on."""
        body = {"device": self.device, "cursor": self.cursor, "ops": list(ops), **extra}
        answer = await self.http.post("/api/sync", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        self.cursor = found["cursor"]
        return found

    async def add_habit(self, name: str = "Walk", **fields: Any) -> str:
        """The id of a new habit that began 400 days ago unless said otherwise."""
        habit_id = str(database.uuid7())
        began = clock.today("UTC", 3).replace(year=clock.today("UTC", 3).year - 1).isoformat()
        result = await self.sync(
            self.op("habit", habit_id, {"name": name, "createdOn": began, **fields})
        )
        assert result["results"][0]["status"] == "applied", result
        return habit_id

    async def add_factor(self, name: str) -> str:
        """The id of a new factor."""
        return await self.add("factor", name=name)

    async def add(self, entity: str, **fields: Any) -> str:
        """The id of a new thing with those fields."""
        id_ = str(database.uuid7())
        result = await self.sync(self.op(entity, id_, fields))
        assert result["results"][0]["status"] == "applied", result
        return id_

    async def check_in(self, level: int, day: str | None = None, **fields: Any) -> str:
        """The id of a new mood."""
        mood_id = str(database.uuid7())
        chosen = day or clock.today("UTC", 3).isoformat()
        op = self.op(
            "mood", mood_id, {"day": chosen, "at": clock.now_ms(), "level": level, **fields}
        )
        result = await self.sync(op)
        assert result["results"][0]["status"] == "applied", result
        return mood_id


async def add_person(
    db: BaseDBAsyncClient,
    settings: Settings,
    http: httpx.AsyncClient,
    role: str = "member",
    zone: str = "UTC",
    language: str = "en",
) -> Person:
    """A person straight into the database (no slow password hash), signed in on `http`."""
    user_id, email = database.uuid7(), f"{uuid4().hex[:8]}@example.org"
    await queries.insert_user(
        db,
        {
            "id": user_id, "email": email, "email_key": email, "password_hash": "none",
            "role": role, "created_at": clock.now_ms(),
        },
    )  # fmt: skip
    await queries.insert_profile(db, user_id, zone, language, True)
    token, now = security.new_token(), clock.now_ms()
    await queries.insert_session(
        db, user_id, security.token_hash(token), "test", now, now + 90 * 86_400_000
    )
    http.cookies.set(security.cookie_name(settings), token)
    return Person(user_id, email, http)


async def dump(db: BaseDBAsyncClient, table: str) -> list[dict[str, Any]]:
    """Every row of a table, in a stable order."""
    found = await db.execute_query_dict(f"SELECT * FROM {table}")
    return sorted(found, key=repr)
