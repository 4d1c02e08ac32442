"""Sessions: a new token at each sign-in, an end that is an end, and patience with guessers."""

import asyncio
from typing import Any

import anyio
import httpx
import pytest
import time_machine
from argon2 import PasswordHasher
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, security
from backend import settings as settings_module
from backend.accounts import api, jobs, passwords, queries, rules, service
from backend.settings import Settings
from tests.accounts.test_accounts import PASSWORD, ada, code, sign_in, time
from tests.support import Person, dump

__all__ = ["ada", "time"]
WRONG = "quite another long password"


async def test_signing_in_takes_the_address_in_any_spelling(ada: httpx.AsyncClient) -> None:
    for email in ("ada@example.org", "ADA@example.ORG"):
        answer = await sign_in(ada, email=email)
        assert answer.status_code == 201
        assert answer.json()["email"] == "ada@example.org"
        assert (await ada.get("/api/me")).status_code == 200


async def test_a_password_is_the_same_however_it_is_typed(
    ada: httpx.AsyncClient, db: BaseDBAsyncClient
) -> None:
    await service.reset_password("ada@example.org", "Vier grüne Ähren am Zaun")
    assert (await sign_in(ada, password="Vier gru\u0308ne A\u0308hren am Zaun")).status_code == 201


async def test_the_answer_is_the_same_for_an_unknown_account(
    ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Any:
            checked.append(str(hash))
            return super().verify(hash, password)

    watched = Watched(time_cost=2, memory_cost=19_456, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", watched)
    wrong = await sign_in(ada, password=WRONG)
    unknown = await sign_in(ada, email="nobody@example.org")
    assert (wrong.status_code, code(wrong)) == (401, "wrong-credentials")
    assert unknown.content == wrong.content
    assert dict(unknown.headers) == dict(wrong.headers)
    # Both cost one hash of the same strength, so they take as long.
    assert [stored[:30] for stored in checked] == ["$argon2id$v=19$m=19456,t=2,p=1"] * 2
    assert "set-cookie" not in unknown.headers


def cookie(answer: httpx.Response) -> set[str]:
    """The attributes of the cookie that an answer sets."""
    return {part.strip() for part in answer.headers["set-cookie"].split(";")[1:]}


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(
    ada: httpx.AsyncClient, settings: Settings
) -> None:
    answer = await sign_in(ada)
    assert answer.headers["set-cookie"].startswith("session=")
    assert cookie(answer) == {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=7776000"}
    secure = settings_module.load({}, data_dir=settings.data_dir, origin="https://keel.example.org")
    made = security.session_cookie(secure, "token").to_header(header="")
    assert made.startswith("__Host-session=token;")
    assert "Secure" in made
    assert "Domain" not in made


async def test_a_token_chosen_by_somebody_else_never_becomes_a_session(
    ada: httpx.AsyncClient, settings: Settings, browsers: list[httpx.AsyncClient]
) -> None:
    name, planted = security.cookie_name(settings), security.new_token()
    ada.cookies.clear()
    body = {"email": "ada@example.org", "password": PASSWORD}
    answer = await ada.post("/api/session", json=body, headers={"Cookie": f"{name}={planted}"})
    assert answer.status_code == 201
    assert answer.cookies[name] != planted
    browsers[4].cookies.set(name, planted)
    assert (await browsers[4].get("/api/me")).status_code == 401


async def test_signing_out_ends_the_session_for_good(
    ada: httpx.AsyncClient, settings: Settings, db: BaseDBAsyncClient
) -> None:
    name = security.cookie_name(settings)
    token = ada.cookies[name]
    answer = await ada.delete("/api/session")
    assert answer.status_code == 204
    assert answer.headers["clear-site-data"] == '"cache"'
    assert "Max-Age=0" in answer.headers["set-cookie"]
    ada.cookies.set(name, token)
    assert (await ada.get("/api/me")).status_code == 401


async def test_a_request_that_began_before_signing_out_does_not_undo_it(
    ada: httpx.AsyncClient, time: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow request has found its session and writes "last seen" after the end."""
    time.shift(rules.SEEN_EVERY_SECONDS + 1)
    reached, gone = asyncio.Event(), asyncio.Event()
    touch = queries.touch_session

    async def slow(*arguments: Any) -> None:
        reached.set()
        await gone.wait()
        await touch(*arguments)

    monkeypatch.setattr(queries, "touch_session", slow)
    request = asyncio.create_task(ada.get("/api/articles"))
    await reached.wait()
    monkeypatch.setattr(queries, "touch_session", touch)
    token = dict(ada.cookies)
    assert (await ada.delete("/api/session")).status_code == 204
    gone.set()
    await request
    ada.cookies.update(token)
    assert (await ada.get("/api/me")).status_code == 401


async def test_sessions_idle_out_and_expire(
    ada: httpx.AsyncClient, time: time_machine.Traveller, db: BaseDBAsyncClient
) -> None:
    time.shift(29 * 86_400)
    assert (await ada.get("/api/me")).status_code == 200
    time.shift(29 * 86_400)
    assert (await ada.get("/api/me")).status_code == 200
    time.shift(31 * 86_400)
    assert (await ada.get("/api/me")).status_code == 401
    time.shift(2 * 86_400)
    await jobs.purge()
    assert await dump(db, "sessions") == []


async def test_an_admin_keeps_a_diary_too_and_stays_signed_in(
    admin: Person, time: time_machine.Traveller
) -> None:
    time.shift(29 * 86_400)
    assert (await admin.http.get("/api/me")).status_code == 200


async def test_a_new_password_from_the_console_ends_every_session(
    ada: httpx.AsyncClient, db: BaseDBAsyncClient
) -> None:
    await service.reset_password("ada@example.org", "another four random words")
    assert (await ada.get("/api/me")).status_code == 401
    assert (await sign_in(ada)).status_code == 401
    assert (await sign_in(ada, password="another four random words")).status_code == 201


async def test_guesses_side_by_side_are_counted_too(ada: httpx.AsyncClient) -> None:
    async def guess() -> None:
        found.append((await sign_in(ada, password=WRONG)).status_code)

    found: list[int] = []
    async with anyio.create_task_group() as group:
        for _ in range(30):
            group.start_soon(guess)
    assert sorted(found) == [401] * rules.FREE_FAILURES + [429] * (30 - rules.FREE_FAILURES)


async def test_guessing_slows_down_and_is_forgiven(
    ada: httpx.AsyncClient, time: time_machine.Traveller
) -> None:
    for _ in range(rules.FREE_FAILURES):
        assert (await sign_in(ada, password=WRONG)).status_code == 401
    blocked = await sign_in(ada)  # even with the right password
    assert (blocked.status_code, code(blocked)) == (429, "slow-down")
    wait = int(blocked.headers["retry-after"])
    assert 0 < wait <= rules.BLOCK_FIRST_SECONDS + 1
    time.shift(wait)
    assert (await sign_in(ada, password=WRONG)).status_code == 401
    again = await sign_in(ada)
    assert int(again.headers["retry-after"]) > wait
    time.shift(int(again.headers["retry-after"]))
    assert (await sign_in(ada)).status_code == 201
    assert (await sign_in(ada, password=WRONG)).status_code == 401  # counted from one again


async def test_an_unknown_account_is_throttled_alike(
    ada: httpx.AsyncClient, time: time_machine.Traveller
) -> None:
    answers = [await sign_in(ada, email="nobody@example.org") for _ in range(11)]
    assert [a.status_code for a in answers] == [401] * 10 + [429]
    assert (await sign_in(ada)).status_code == 201  # others are not punished for it


async def test_many_accounts_from_one_address_are_throttled(
    ada: httpx.AsyncClient, time: time_machine.Traveller
) -> None:
    answers = [await sign_in(ada, email=f"n{n}@example.org") for n in range(51)]
    assert [a.status_code for a in answers] == [401] * 50 + [429]


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (9, 0), (10, 30), (11, 60), (14, 480), (15, 900), (99, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert rules.blocked_seconds(failures) == seconds


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1, 10.0.0.3", "198.51.100.1"),
        ("10.0.0.2", "nonsense", "nonsense"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_callers_address_is_believed_only_from_our_own_proxy(
    settings: Settings, peer: str, forwarded: str, expected: str
) -> None:
    behind = settings_module.load(
        {"EVERKEEL_TRUSTED_PROXIES": "10.0.0.0/8"}, data_dir=settings.data_dir
    )
    assert api.forwarded_address(peer, forwarded, behind) == expected


async def test_a_clock_set_back_gives_nobody_more_time(
    ada: httpx.AsyncClient, time: time_machine.Traveller
) -> None:
    time.shift(-3600)
    assert (await ada.get("/api/me")).status_code == 200
    assert clock.now_ms() > 0
