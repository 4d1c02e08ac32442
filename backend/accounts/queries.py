"""SQL of accounts: sessions, invites, throttles, profiles."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.database import Row, rows


async def user_by_email(db: BaseDBAsyncClient, key: str) -> Row | None:
    """The account with that address."""
    found = await rows(
        db, "SELECT id, email, role, password_hash FROM users WHERE email_key = ?", key
    )
    return found[0] if found else None


# Whose reminders may come by e-mail, for use in other rooms' WHERE … IN (…).
WANTING_MAIL = "SELECT user_id FROM profiles WHERE mail_fallback"


async def emails(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> list[Row]:
    """Id and address of people."""
    text = f"SELECT id, email FROM users WHERE id IN ({database.marks(len(user_ids))})"
    return await rows(db, text, *user_ids) if user_ids else []


async def take_turn(db: BaseDBAsyncClient, key: str, now: int, window_ms: int) -> Row:
    """Counts a use under a key: `failures` uses in the window that ends at `blocked_until`."""
    found = await rows(
        db,
        "INSERT INTO throttles (key, failures, blocked_until, updated_at) VALUES (?, 1, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET updated_at = excluded.updated_at,"
        " failures = CASE WHEN throttles.blocked_until > excluded.updated_at"
        " THEN throttles.failures + 1 ELSE 1 END,"
        " blocked_until = CASE WHEN throttles.blocked_until > excluded.updated_at"
        " THEN throttles.blocked_until ELSE excluded.blocked_until END"
        " RETURNING failures, blocked_until",
        key, now + window_ms, now,
    )  # fmt: skip
    return found[0]


async def insert_user(db: BaseDBAsyncClient, user: dict[str, Any]) -> None:
    """A new account; IntegrityError when the address is taken."""
    await rows(
        db,
        "INSERT INTO users (id, email, email_key, password_hash, role, created_at, feed_seq)"
        " VALUES (?, ?, ?, ?, ?, ?, 1)",
        *(user[k] for k in ("id", "email", "email_key", "password_hash", "role", "created_at")),
    )


async def insert_profile(
    db: BaseDBAsyncClient, user_id: UUID, zone: str, language: str, adult: bool
) -> None:
    """The settings a new person starts with, as number 1 of their feed."""
    await rows(
        db,
        "INSERT INTO profiles (user_id, zone, day_starts_at, language, country, adult, treatments,"
        " flags, medicines, suggestions, seq, stamps)"
        " VALUES (?, ?, 3, ?, '', ?, ?, '[]', '[]', ?, 1, '{}')",
        user_id, zone, language, adult, False, True,
    )  # fmt: skip


async def insert_session(
    db: BaseDBAsyncClient, user_id: UUID, token_hash: str, label: str, now: int, expires: int
) -> UUID:
    """A new session's id."""
    session_id = database.uuid7()
    await rows(
        db,
        "INSERT INTO sessions"
        " (id, user_id, token_hash, label, created_at, last_seen_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        session_id, user_id, token_hash, label, now, now, expires,
    )  # fmt: skip
    return session_id


async def session(db: BaseDBAsyncClient, token_hash: str) -> Row | None:
    """The session with its person, however old."""
    found = await rows(
        db,
        "SELECT s.id, s.user_id, s.last_seen_at, s.expires_at, u.email, u.role"
        " FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ?",
        token_hash,
    )
    return found[0] if found else None


async def touch_session(db: BaseDBAsyncClient, session_id: UUID, now: int) -> None:
    """Notes that the session was used; a session that was ended meanwhile stays ended."""
    await rows(db, "UPDATE sessions SET last_seen_at = ? WHERE id = ?", now, session_id)


async def delete_session(db: BaseDBAsyncClient, session_id: UUID) -> None:
    """Ends one session."""
    await rows(db, "DELETE FROM sessions WHERE id = ?", session_id)


async def delete_other_sessions(db: BaseDBAsyncClient, user_id: UUID) -> None:
    """Ends every session of a person."""
    await rows(db, "DELETE FROM sessions WHERE user_id = ?", user_id)


async def insert_invite(db: BaseDBAsyncClient, invite: dict[str, Any]) -> None:
    """A new invite."""
    names = ("id", "token_hash", "role", "created_by", "created_at", "expires_at")
    await rows(
        db,
        f"INSERT INTO invites ({', '.join(names)}) VALUES ({database.marks(len(names))})",
        *(invite[name] for name in names),
    )


async def invite(db: BaseDBAsyncClient, token_hash: str) -> Row | None:
    """The invite with that token."""
    found = await rows(db, "SELECT * FROM invites WHERE token_hash = ?", token_hash)
    return found[0] if found else None


async def use_invite(db: BaseDBAsyncClient, invite_id: UUID, now: int) -> bool:
    """True for the one caller who gets to use it."""
    taken = await rows(
        db,
        "UPDATE invites SET used_at = ? WHERE id = ? AND used_at IS NULL AND expires_at > ?"
        " RETURNING id",
        now, invite_id, now,
    )  # fmt: skip
    return bool(taken)


async def invites(db: BaseDBAsyncClient) -> list[Row]:
    """The newest hundred invites."""
    return await rows(
        db,
        "SELECT id, role, created_at, expires_at, used_at FROM invites"
        " ORDER BY created_at DESC LIMIT 100",
    )


async def delete_invite(db: BaseDBAsyncClient, invite_id: UUID) -> bool:
    """Withdraws an unused invite; False when there is none."""
    gone = await rows(
        db, "DELETE FROM invites WHERE id = ? AND used_at IS NULL RETURNING id", invite_id
    )
    return bool(gone)


async def expire_first_admin_invites(db: BaseDBAsyncClient) -> None:
    """Only the newest console link may make an admin."""
    await rows(db, "DELETE FROM invites WHERE created_by IS NULL AND used_at IS NULL")


async def admin_exists(db: BaseDBAsyncClient) -> bool:
    """True once somebody curates this instance."""
    return bool(await rows(db, "SELECT 1 AS one FROM users WHERE role = 'admin' LIMIT 1"))


async def count_admins(db: BaseDBAsyncClient) -> int:
    """How many people curate this instance."""
    return int((await rows(db, "SELECT COUNT(*) AS n FROM users WHERE role = 'admin'"))[0]["n"])


async def count_attempt(db: BaseDBAsyncClient, key: str, now: int, forgotten_before: int) -> Row:
    """Counts an attempt under a key unless it is blocked: `failures`, `blocked_until`."""
    found = await rows(
        db,
        "INSERT INTO throttles (key, failures, blocked_until, updated_at) VALUES (?, 1, 0, ?)"
        " ON CONFLICT (key) DO UPDATE SET updated_at = excluded.updated_at,"
        " failures = CASE WHEN throttles.updated_at < ? THEN 1"
        " WHEN throttles.blocked_until > excluded.updated_at THEN throttles.failures"
        " ELSE throttles.failures + 1 END"
        " RETURNING failures, blocked_until",
        key, now, forgotten_before,
    )  # fmt: skip
    return found[0]


async def block(db: BaseDBAsyncClient, key: str, until: int) -> None:
    """Refuses attempts under a key until then."""
    await rows(db, "UPDATE throttles SET blocked_until = ? WHERE key = ?", until, key)


async def forgive_attempt(db: BaseDBAsyncClient, key: str) -> None:
    """Takes back one counted attempt, since it was no guess."""
    await rows(db, "UPDATE throttles SET failures = failures - 1 WHERE key = ?", key)


async def clear_throttle(db: BaseDBAsyncClient, key: str) -> None:
    """Forgets the failures of a key."""
    await rows(db, "DELETE FROM throttles WHERE key = ?", key)


async def set_password(db: BaseDBAsyncClient, user_id: UUID, password_hash: str) -> None:
    """Replaces a password hash."""
    await rows(db, "UPDATE users SET password_hash = ? WHERE id = ?", password_hash, user_id)


async def purge(db: BaseDBAsyncClient, now: int, throttles_before: int) -> None:
    """Drops what has expired: sessions, invites a month old, forgotten failures."""
    await rows(db, "DELETE FROM sessions WHERE expires_at < ?", now)
    await rows(db, "DELETE FROM invites WHERE expires_at < ?", now - 30 * 86_400_000)
    await rows(db, "DELETE FROM throttles WHERE updated_at < ?", throttles_before)


async def lock_feed(db: BaseDBAsyncClient, user_id: UUID, count: int) -> Row:
    """Adds to a person's feed number under their row's lock; with their zone and day start."""
    found = await rows(
        db,
        "UPDATE users SET feed_seq = feed_seq + ? WHERE id = ? RETURNING feed_seq,"
        " (SELECT zone FROM profiles WHERE user_id = users.id) AS zone,"
        " (SELECT day_starts_at FROM profiles WHERE user_id = users.id) AS day_starts_at",
        count,
        user_id,
    )
    return found[0]
