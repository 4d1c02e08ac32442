"""Signing up by invite, signing in and out: one way in, and no hints for strangers."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import time_machine
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, security
from backend.accounts import service
from backend.settings import Settings
from tests.support import Person, dump

PASSWORD = "correct horse battery staple"
DAY_MS = 86_400_000


def form(token: str, **changes: Any) -> dict[str, Any]:
    """What the sign-up page sends."""
    return {
        "token": token, "email": "ada@example.org", "password": PASSWORD,
        "zone": "Europe/Berlin", "language": "de", "adult": True, **changes,
    }  # fmt: skip


async def invited(admin: Person, role: str = "member") -> str:
    """The token of a new invite link."""
    answer = await admin.http.post("/api/admin/invites", json={"role": role})
    assert answer.status_code == 201
    token: str = answer.json()["url"].partition("/join#")[2]
    return token


async def sign_in(http: httpx.AsyncClient, **changes: str) -> httpx.Response:
    """The answer to these credentials."""
    http.cookies.clear()
    body = {"email": "ada@example.org", "password": PASSWORD, **changes}
    return await http.post("/api/session", json=body)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    """A clock that moves only when told."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
async def ada(admin: Person, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser in which Ada has just signed up."""
    answer = await client.post("/api/sign-up", json=form(await invited(admin)))
    assert answer.status_code == 201, answer.text
    return client


def code(answer: httpx.Response) -> str:
    """The last part of a problem's type."""
    return str(answer.json()["type"]).rpartition(":")[2]


async def test_an_invite_lets_one_person_in(
    admin: Person, client: httpx.AsyncClient, db: BaseDBAsyncClient
) -> None:
    token = await invited(admin)
    state = (await client.get(f"/api/invites/{token}")).json()
    assert state["role"] == "member"
    assert state["expiresAt"] - clock.now_ms() == pytest.approx(7 * DAY_MS, abs=60_000)
    answer = await client.post("/api/sign-up", json=form(token))
    assert answer.status_code == 201
    me = answer.json()
    assert (me["email"], me["role"]) == ("ada@example.org", "member")
    profile = me["profile"]
    assert (profile["zone"], profile["language"], profile["adult"]) == ("Europe/Berlin", "de", True)
    assert (await client.get("/api/me")).json() == me
    stored = [row for row in await dump(db, "users") if row["email"] == "ada@example.org"]
    assert stored[0]["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    again = await client.post("/api/sign-up", json=form(token, email="b@example.org"))
    assert (again.status_code, code(again)) == (410, "invite-used")
    assert code(await client.get(f"/api/invites/{token}")) == "invite-used"


async def test_an_admin_invite_makes_an_admin(admin: Person, client: httpx.AsyncClient) -> None:
    token = await invited(admin, "admin")
    assert (await client.post("/api/sign-up", json=form(token))).json()["role"] == "admin"
    assert (await client.get("/api/admin/invites")).status_code == 200


async def test_no_token_is_kept_anywhere(
    admin: Person, ada: httpx.AsyncClient, db: BaseDBAsyncClient, settings: Settings
) -> None:
    token, session = await invited(admin), ada.cookies[security.cookie_name(settings)]
    everything = repr([await dump(db, table) for table in ("invites", "sessions", "users")])
    assert token not in everything
    assert session not in everything
    assert PASSWORD not in everything
    assert token not in (await admin.http.get("/api/admin/invites")).text


REFUSED = [
    ({"password": "too short"}, 422, "weak-password", "password"),
    ({"password": "password123456789"}, 422, "weak-password", "password"),
    ({"password": "aaaaaaaaaaaaaaaaaaaa"}, 422, "weak-password", "password"),
    ({"password": "ada@example.org"}, 422, "weak-password", "password"),
    ({"password": "everkeeleverkeel"}, 422, "weak-password", "password"),
    ({"password": "x" * 257}, 422, "invalid", "password"),
    ({"email": "no address"}, 422, "invalid", "email"),
    ({"email": "a\x00@example.org"}, 422, "invalid", "email"),
    ({"email": "a" * 300 + "@example.org"}, 422, "invalid", "email"),
    ({"zone": "Mars/Olympus"}, 422, "unknown-zone", "zone"),
    ({"language": "xx"}, 422, "invalid", "language"),
    ({"role": "admin"}, 422, "invalid", None),
]


@pytest.mark.parametrize(("changes", "status", "kind", "field"), REFUSED)
async def test_a_form_that_cannot_be_used_stores_nothing(
    admin: Person, client: httpx.AsyncClient, db: BaseDBAsyncClient,
    changes: dict[str, Any], status: int, kind: str, field: str | None,
) -> None:  # fmt: skip
    token = await invited(admin)
    before = [await dump(db, table) for table in ("users", "sessions", "invites", "profiles")]
    answer = await client.post("/api/sign-up", json=form(token, **changes))
    assert (answer.status_code, code(answer)) == (status, kind)
    if field:
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not client.cookies
    after = [await dump(db, table) for table in ("users", "sessions", "invites", "profiles")]
    assert after == before
    assert (await client.post("/api/sign-up", json=form(token))).status_code == 201


async def test_a_taken_address_is_refused_and_the_invite_stays(
    admin: Person, ada: httpx.AsyncClient, browsers: list[httpx.AsyncClient]
) -> None:
    token = await invited(admin)
    for email in ("ada@example.org", " ADA@Example.org", "\uff41da@example.org"):
        answer = await browsers[4].post("/api/sign-up", json=form(token, email=email.strip()))
        assert (answer.status_code, code(answer)) == (409, "email-taken")
    fine = await browsers[4].post("/api/sign-up", json=form(token, email="b@example.org"))
    assert fine.status_code == 201


async def test_unknown_expired_and_withdrawn_invites(
    admin: Person, client: httpx.AsyncClient, time: time_machine.Traveller
) -> None:
    unknown = await client.post("/api/sign-up", json=form(security.new_token()))
    assert (unknown.status_code, code(unknown)) == (404, "invite-unknown")
    token = await invited(admin)
    listed = (await admin.http.get("/api/admin/invites")).json()
    assert (await admin.http.delete(f"/api/admin/invites/{listed[0]['id']}")).status_code == 204
    assert code(await client.get(f"/api/invites/{token}")) == "invite-unknown"
    late = await invited(admin)
    time.shift(7 * 86_400 + 1)
    expired = await client.post("/api/sign-up", json=form(late))
    assert (expired.status_code, code(expired)) == (410, "invite-expired")
    assert code(await client.get(f"/api/invites/{late}")) == "invite-expired"


async def test_two_people_at_once_with_one_invite(
    admin: Person, browsers: list[httpx.AsyncClient], db: BaseDBAsyncClient
) -> None:
    token = await invited(admin)
    answers = await asyncio.gather(
        *(
            http.post("/api/sign-up", json=form(token, email=f"p{n}@example.org"))
            for n, http in enumerate((browsers[0], browsers[1], browsers[2], browsers[4]))
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 410, 410, 410]
    assert len(await dump(db, "users")) == 2


async def test_only_the_newest_console_link_makes_the_first_admin(
    client: httpx.AsyncClient, db: BaseDBAsyncClient
) -> None:
    older, newer = await service.first_admin_invite(), await service.first_admin_invite()
    assert older is not None
    assert newer is not None
    assert code(await client.get(f"/api/invites/{older.token}")) == "invite-unknown"
    answer = await client.post("/api/sign-up", json=form(newer.token))
    assert answer.json()["role"] == "admin"
    assert await service.first_admin_invite() is None
