"""A new VAPID key: old devices still get their messages, new ones use the new key."""

from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database, keys
from backend.push import jobs
from backend.settings import Settings
from tests.push.sink import Phone, Sink
from tests.support import Person, dump


async def _save(person: Person, phone: Phone, **extra: Any) -> dict[str, Any]:
    body = phone.subscription(**extra)
    answer = await person.http.put("/api/push/subscription", json=body)
    return {"status": answer.status_code, **answer.json()}


async def _test(person: Person, subscription_id: str) -> None:
    answer = await person.http.post(f"/api/push/subscriptions/{subscription_id}/test")
    assert answer.status_code == 202


async def _key_ids(db: BaseDBAsyncClient) -> dict[str, str]:
    return {row["label"]: row["key_id"] for row in await dump(db, "subscriptions")}


async def test_the_app_hears_of_the_newest_key(member: Person, settings: Settings) -> None:
    for _ in range(2):
        meta = (await member.http.get("/api/meta")).json()
        assert meta["vapidPublicKey"] == keys.vapid_public_key(settings)
        keys.vapid(settings).rotate()
    assert meta["vapidPublicKey"] != keys.vapid_public_key(settings)


async def test_each_device_is_signed_for_with_its_own_key(
    member: Person, settings: Settings, sink: Sink, db: BaseDBAsyncClient
) -> None:
    old = keys.vapid(settings).newest()
    first = await _save(member, sink.phone("a"))
    await _test(member, first["id"])
    new = keys.vapid(settings).rotate()
    second = await _save(member, sink.phone("b"))
    assert await _key_ids(db) == {"a": old.id, "b": new.id}
    await _test(member, first["id"])
    sink.public_key = new.public
    await _test(member, second["id"])
    assert [message.phone for message in sink.received] == ["a", "a", "b"]


async def test_a_device_from_before_key_ids_gets_the_first_key(
    member: Person, settings: Settings, sink: Sink, db: BaseDBAsyncClient
) -> None:
    saved = await _save(member, sink.phone("a"))
    await database.rows(db, "UPDATE subscriptions SET key_id = ''")
    keys.vapid(settings).rotate()
    await _test(member, saved["id"])
    assert len(sink.received) == 1


async def test_an_unchanged_subscription_keeps_its_key_and_a_new_one_gets_the_newest(
    member: Person, settings: Settings, db: BaseDBAsyncClient
) -> None:
    old, phone = keys.vapid(settings).newest(), Phone("a")
    await _save(member, phone)
    new = keys.vapid(settings).rotate()
    await _save(member, phone)
    assert await _key_ids(db) == {"a": old.id}
    await _save(member, Phone("a"))  # the same endpoint with keys of its own
    assert await _key_ids(db) == {"a": new.id}


async def test_the_key_that_a_browser_names_counts(
    member: Person, settings: Settings, db: BaseDBAsyncClient
) -> None:
    old, phone = keys.vapid(settings).newest(), Phone("a")
    new = keys.vapid(settings).rotate()
    await _save(member, phone, applicationServerKey=old.public)
    assert await _key_ids(db) == {"a": old.id}
    await _save(member, phone, applicationServerKey=new.public)
    assert await _key_ids(db) == {"a": new.id}


async def test_a_key_that_is_not_ours_stores_nothing(member: Person, db: BaseDBAsyncClient) -> None:
    problem = await _save(member, Phone("a"), applicationServerKey="B" * 87)
    assert (problem["status"], problem["type"]) == (422, "urn:everkeel:outdated-key")
    assert await dump(db, "subscriptions") == []


async def test_a_refused_signature_marks_the_device_until_it_subscribes_again(
    member: Person, sink: Sink
) -> None:
    phone = sink.phone("a")
    saved = await _save(member, phone)
    sink.answers["a"] = ["403 Forbidden"]
    await _test(member, saved["id"])
    (device,) = (await member.http.get("/api/push/subscriptions")).json()
    assert (device["id"], device["trouble"]) == (saved["id"], "key-mismatch")
    await _save(member, phone)
    (device,) = (await member.http.get("/api/push/subscriptions")).json()
    assert device["trouble"] == ""


async def test_old_keys_go_once_no_working_device_needs_them(
    member: Person, settings: Settings, db: BaseDBAsyncClient
) -> None:
    vapid = keys.vapid(settings)
    old = vapid.newest()
    await _save(member, Phone("a"))
    vapid.rotate()
    (retired,) = settings.secrets_dir.glob("vapid.2*.pem")
    retired.rename(retired.with_name(f"vapid.20200101T000000Z.{old.id}.pem"))
    await jobs.forget_keys(vapid)
    assert vapid.id_of(old.public) == old.id
    await database.rows(db, "UPDATE subscriptions SET active = ?", False)
    await jobs.forget_keys(vapid)
    assert vapid.id_of(old.public) is None
