"""Many people at once, each signed in, straight into a database."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, security
from backend.settings import Settings

USER = {"password_hash": "none", "role": "member", "feed_seq": 1}
PROFILE = {
    "zone": "UTC", "day_starts_at": 3, "language": "en", "country": "", "adult": True,
    "treatments": False, "flags": "[]", "medicines": "[]", "suggestions": True, "seq": 1,
    "stamps": "{}",
}  # fmt: skip
SESSION_MS = int(timedelta(days=90).total_seconds() * 1000)


async def add_people(db: BaseDBAsyncClient, settings: Settings, count: int) -> list[dict[str, str]]:
    """Id and cookie of each of `count` new people."""
    now = clock.now_ms()
    people = [(database.uuid7(), security.new_token()) for _ in range(count)]
    users = [
        {**USER, "id": i, "email": f"{i}@", "email_key": str(i), "created_at": now}
        for i, _ in people
    ]
    sessions = [{"id": database.uuid7(), "user_id": i, "token_hash": security.token_hash(token),
                 "label": "", "created_at": now, "last_seen_at": now,
                 "expires_at": now + SESSION_MS} for i, token in people]  # fmt: skip
    await _insert(db, "users", users)
    await _insert(db, "profiles", [{**PROFILE, "user_id": i} for i, _ in people])
    await _insert(db, "sessions", sessions)
    name = security.cookie_name(settings)
    return [{"id": str(id_), "cookie": f"{name}={token}"} for id_, token in people]


async def _insert(db: BaseDBAsyncClient, table: str, batch: Sequence[dict[str, Any]]) -> None:
    names = ", ".join(batch[0])
    text = f"INSERT INTO {table} ({names}) VALUES ({database.marks(len(batch[0]))})"
    await database.many(db, text, [list(row.values()) for row in batch])
