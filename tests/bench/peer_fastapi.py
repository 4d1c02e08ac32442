"""The peer of checkin_write: FastAPI and SQLAlchemy 2.1 as their documentation shows them.

The job is the same as far as storing goes: look up the cookie's session with its user, validate
the body, see that the habit is the user's own, upsert the entry, commit with synchronous=FULL.
It leaves out what Everkeel does on top: feed numbers, stamps per field, stored answers.
`python -m tests.bench.peer_fastapi PORT DATABASE PEOPLE` serves on one worker.
"""

import hashlib
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import uvicorn
from fastapi import Cookie, Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, UniqueConstraint, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PORT, DATABASE, PEOPLE = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]).read_text()
DAY_MS = 86_400_000


class Base(DeclarativeBase):
    """The tables of this app."""


class User(Base):
    """A person."""

    __tablename__ = "users"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str]


class Login(Base):
    """A signed-in browser; only the hash of its token is stored."""

    __tablename__ = "sessions"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[int]


class Habit(Base):
    """Something a person wants to do."""

    __tablename__ = "habits"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]


class Entry(Base):
    """One habit on one day."""

    __tablename__ = "entries"
    __table_args__ = (UniqueConstraint("habit_id", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    habit_id: Mapped[UUID] = mapped_column(ForeignKey("habits.id"))
    day: Mapped[date]
    value: Mapped[int]
    deleted: Mapped[bool]


# One connection: with SQLAlchemy's default pool writers fight for the file (15 % slower here).
engine = create_async_engine(f"sqlite+aiosqlite:///{DATABASE}", pool_size=1, max_overflow=0)
sessions = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def _pragmas(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Tables, and the people of the benchmark."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions.begin() as db:
        for given in json.loads(PEOPLE):
            await _add_person(db, given)
    yield
    await engine.dispose()


async def _add_person(db: AsyncSession, given: dict[str, str]) -> None:
    user = User(email=f"{uuid4().hex}@example.org")
    db.add(user)
    await db.flush()
    token_hash = hashlib.sha256(given["token"].encode()).hexdigest()
    expires_at = int(time.time() * 1000) + DAY_MS
    db.add(Login(user_id=user.id, token_hash=token_hash, expires_at=expires_at))
    db.add(Habit(id=UUID(given["habit"]), user_id=user.id, name="Walk"))
    await db.flush()


async def database() -> AsyncIterator[AsyncSession]:
    """A session for one request."""
    async with sessions() as db:
        yield db


async def current_user(
    db: Annotated[AsyncSession, Depends(database)], session: Annotated[str, Cookie()] = ""
) -> User:
    """The person of the session cookie; 401 without one."""
    token_hash = hashlib.sha256(session.encode()).hexdigest()
    statement = (
        select(User)
        .join(Login, Login.user_id == User.id)
        .where(Login.token_hash == token_hash, Login.expires_at > int(time.time() * 1000))
    )
    user = (await db.execute(statement)).scalar_one_or_none()
    if user is None:
        raise HTTPException(401, "Please sign in.")
    return user


class EntryIn(BaseModel):
    """A check-in."""

    model_config = ConfigDict(extra="forbid")
    habit_id: UUID
    day: date
    value: Annotated[int, Field(ge=0, le=1)]
    deleted: bool = False


class Stored(BaseModel):
    """The answer to a check-in."""

    stored: bool


app = FastAPI(lifespan=lifespan)


@app.post("/entries")
async def put_entry(
    entry: EntryIn,
    user: Annotated[User, Depends(current_user)],
    db: Annotated[AsyncSession, Depends(database)],
) -> Stored:
    """Stores a check-in of one of the person's own habits."""
    own = select(Habit.id).where(Habit.id == entry.habit_id, Habit.user_id == user.id)
    if (await db.execute(own)).scalar_one_or_none() is None:
        raise HTTPException(404, "There is no such habit.")
    statement = insert(Entry).values(user_id=user.id, **entry.model_dump())
    changed = {"value": statement.excluded.value, "deleted": statement.excluded.deleted}
    await db.execute(
        statement.on_conflict_do_update(index_elements=["habit_id", "day"], set_=changed)
    )
    await db.commit()
    return Stored(stored=True)


if __name__ == "__main__":
    uvicorn.run(
        app, host="127.0.0.1", port=PORT, loop="uvloop", http="httptools",
        access_log=False, log_level="warning",
    )  # fmt: skip
