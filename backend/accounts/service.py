"""Sign-up, sign-in, invites, sessions."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError

from backend import clock, database, security
from backend.accounts import passwords, profiles, queries, rules
from backend.accounts.profiles import Profile, ReminderProfile, profile, reminder_profiles, today
from backend.errors import Problem, conflict, invalid, not_found
from backend.security import CurrentUser, new_token, token_hash

__all__ = ["Profile", "ReminderProfile", "profile", "profiles", "reminder_profiles", "today"]

WANTING_MAIL = queries.WANTING_MAIL


class Invite(msgspec.Struct):
    """An invite as admins see it; `token` only in the answer that makes it."""

    id: UUID
    role: Literal["member", "admin"]
    created_at: int
    expires_at: int
    used_at: int | None = None
    token: str = ""


async def find_session(token: str) -> CurrentUser | None:
    """The person of a session token; None once it has expired, idled out or ended."""
    db = database.connection()
    row = await queries.session(db, token_hash(token))
    now = clock.now_ms()
    if row is None or row["expires_at"] <= now:
        return None
    idle = now - row["last_seen_at"]
    if idle > 1000 * rules.IDLE_SECONDS:
        return None
    if idle > rules.SEEN_EVERY_SECONDS * 1000:
        await queries.touch_session(db, row["id"], now)
    return CurrentUser(
        database.as_uuid(row["user_id"]), row["email"], row["role"], database.as_uuid(row["id"])
    )


async def sign_in(email: str, password: str, label: str, address: str) -> tuple[CurrentUser, str]:
    """The person and a new session token; `wrong-credentials` never says which part was wrong."""
    db = database.connection()
    keys = [f"account:{rules.email_key(email)}", f"address:{address}"]
    for key in keys:
        await _count_attempt(key)
    row = await queries.user_by_email(db, rules.email_key(email))
    stored = row["password_hash"] if row else None
    if not await passwords.matches(stored, password) or row is None:
        raise Problem(401, "wrong-credentials", "This e-mail and password do not go together.")
    await queries.clear_throttle(db, token_hash(keys[0]))
    await queries.forgive_attempt(db, token_hash(keys[1]))
    return await _open_session(db, database.as_uuid(row["id"]), row["email"], row["role"], label)


async def _open_session(
    db: BaseDBAsyncClient, user_id: UUID, email: str, role: str, label: str
) -> tuple[CurrentUser, str]:
    token, now = new_token(), clock.now_ms()
    expires = now + security.SESSION_SECONDS * 1000
    session_id = await queries.insert_session(
        db, user_id, token_hash(token), label[:120], now, expires
    )
    return CurrentUser(user_id, email, role, session_id), token


async def _count_attempt(key: str) -> None:
    """Counts an attempt before the slow hash, so that guesses side by side count too; 429."""
    now, hashed = clock.now_ms(), token_hash(key)

    async def work(db: BaseDBAsyncClient) -> int:
        row = await queries.count_attempt(db, hashed, now, now - rules.FORGET_SECONDS * 1000)
        # An address may be shared by a whole household or office.
        counted = row["failures"] if key.startswith("account:") else row["failures"] // 5
        seconds = rules.blocked_seconds(counted)
        if seconds and row["blocked_until"] <= now:
            await queries.block(db, hashed, now + 1000 * seconds)
        return int(row["blocked_until"])

    blocked_until = await database.transaction(work)
    if blocked_until > now:
        wait = (blocked_until - now) // 1000 + 1
        raise Problem(429, "slow-down", "Too many attempts.", (), retry_after=wait)


async def take_turn(user_id: UUID, what: str, most: int, seconds: int) -> None:
    """Counts one use of something costly; 429 after `most` within so many seconds."""
    now, key = clock.now_ms(), token_hash(f"{what}:{user_id}")
    row = await queries.take_turn(database.connection(), key, now, seconds * 1000)
    if row["failures"] > most:
        wait = (row["blocked_until"] - now) // 1000 + 1
        raise Problem(429, "slow-down", "Please wait a moment.", (), retry_after=wait)


async def emails(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The address of each of these people."""
    found = await queries.emails(db, user_ids)
    return {database.as_uuid(row["id"]): row["email"] for row in found}


async def count_admins(db: BaseDBAsyncClient) -> int:
    """How many people curate this instance."""
    return await queries.count_admins(db)


async def sign_out(session_id: UUID) -> None:
    """Ends the session for good."""
    await queries.delete_session(database.connection(), session_id)


async def create_invite(role: Literal["member", "admin"], created_by: UUID | None) -> Invite:
    """A single-use invite for seven days; the token is not kept."""
    now, token = clock.now_ms(), new_token()
    invite = Invite(database.uuid7(), role, now, now + rules.INVITE_SECONDS * 1000, token=token)
    stored = {**msgspec.structs.asdict(invite), "token_hash": token_hash(token)}
    await queries.insert_invite(database.connection(), {**stored, "created_by": created_by})
    return invite


async def first_admin_invite() -> Invite | None:
    """A fresh admin invite while nobody is admin; older console links stop working."""
    db = database.connection()
    if await queries.admin_exists(db):
        return None
    await queries.expire_first_admin_invites(db)
    return await create_invite("admin", None)


async def list_invites() -> list[Invite]:
    """The newest invites, without their tokens."""
    found = await queries.invites(database.connection())
    return [Invite(**{**row, "id": database.as_uuid(row["id"])}) for row in found]


async def withdraw_invite(invite_id: UUID) -> None:
    """Makes an unused invite worthless."""
    if not await queries.delete_invite(database.connection(), invite_id):
        raise not_found("There is no such open invite.")


async def open_invite(token: str) -> Invite:
    """The invite if it can still be used; else says why not."""
    row = await queries.invite(database.connection(), token_hash(token))
    if row is None:
        raise Problem(404, "invite-unknown", "This invite link is not known.")
    if row["used_at"] is not None:
        raise Problem(410, "invite-used", "This invite link has been used.")
    if row["expires_at"] <= clock.now_ms():
        raise Problem(410, "invite-expired", "This invite link has expired.")
    return Invite(database.as_uuid(row["id"]), row["role"], row["created_at"], row["expires_at"])


async def sign_up(token: str, person: Any, label: str) -> tuple[CurrentUser, str]:
    """A new account by invite, signed in; nothing is stored when any part fails."""
    invite = await open_invite(token)
    _require_zone(person.zone)
    await passwords.require_strong(person.password, person.email)
    hashed = await passwords.hashed(person.password)

    async def work(db: BaseDBAsyncClient) -> tuple[CurrentUser, str]:
        if not await queries.use_invite(db, invite.id, clock.now_ms()):
            raise Problem(410, "invite-used", "This invite link has been used.")
        user_id = await _insert_person(db, person, hashed, invite.role)
        return await _open_session(db, user_id, person.email.strip(), invite.role, label)

    try:
        return await database.transaction(work)
    except IntegrityError as error:
        raise conflict("email-taken", "There is already an account with this e-mail.") from error


async def create_person(person: Any, role: str) -> UUID:
    """A new account without an invite, for the console; the password must be strong."""
    _require_zone(person.zone)
    await passwords.require_strong(person.password, person.email)
    hashed = await passwords.hashed(person.password)
    try:
        return await database.transaction(lambda db: _insert_person(db, person, hashed, role))
    except IntegrityError as error:
        raise conflict("email-taken", "There is already an account with this e-mail.") from error


async def _insert_person(db: BaseDBAsyncClient, person: Any, hashed: str, role: str) -> UUID:
    user_id = database.uuid7()
    email = person.email.strip()
    await queries.insert_user(
        db,
        {
            "id": user_id, "email": email, "email_key": rules.email_key(email),
            "password_hash": hashed, "role": role, "created_at": clock.now_ms(),
        },
    )  # fmt: skip
    await queries.insert_profile(db, user_id, person.zone, person.language, person.adult)
    if role == "admin":
        await queries.expire_first_admin_invites(db)
    return user_id


def _require_zone(zone: str) -> None:
    try:
        clock.zone(zone)
    except clock.UnknownZone as error:
        raise invalid("unknown-zone", "This time zone is not known.", "zone") from error


async def reset_password(email: str, password: str) -> None:
    """A new password from the console; ends every session of that person."""
    db = database.connection()
    row = await queries.user_by_email(db, rules.email_key(email))
    if row is None:
        raise not_found("There is no account with this e-mail.")
    await passwords.require_strong(password, email)
    hashed = await passwords.hashed(password)

    async def work(db: BaseDBAsyncClient) -> None:
        await queries.set_password(db, row["id"], hashed)
        await queries.delete_other_sessions(db, row["id"])

    await database.transaction(work)


async def lock_feed(db: BaseDBAsyncClient, user_id: UUID, count: int) -> tuple[int, date]:
    """Locks the person's row and reserves `count` feed numbers: the last before them, today."""
    row = await queries.lock_feed(db, user_id, count)
    return row["feed_seq"] - count, clock.today(row["zone"], row["day_starts_at"])
