"""Devices over HTTP."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from tests.push.sink import ORIGIN, Phone, Sink, b64, unb64
from tests.support import Person, dump


async def _save(person: Person, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = await person.http.put("/api/push/subscription", json=body)
    return answer.status_code, answer.json()


async def _listed(person: Person) -> list[dict[str, Any]]:
    answer = await person.http.get("/api/push/subscriptions")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_a_subscription_is_stored_and_listed(member: Person) -> None:
    status, saved = await _save(member, Phone("a").subscription(label="Phone in the hall"))
    assert status == 200
    (listed,) = await _listed(member)
    assert listed["id"] == saved["id"]
    assert listed["label"] == "Phone in the hall"
    assert listed["lastDeliveredAt"] is None
    assert listed["createdAt"] > 1_700_000_000_000


async def test_the_same_endpoint_is_renewed_not_added(
    member: Person, db: BaseDBAsyncClient
) -> None:
    _, first = await _save(member, Phone("a").subscription())
    renewed = Phone("a")  # new keys, same endpoint
    status, second = await _save(member, renewed.subscription(label="new"))
    assert (status, second) == (200, first)
    (row,) = await dump(db, "subscriptions")
    assert (row["p256dh"], row["label"]) == (renewed.p256dh, "new")


async def test_an_ended_subscription_comes_back_to_life(
    member: Person, db: BaseDBAsyncClient
) -> None:
    phone = Phone("a")
    await _save(member, phone.subscription())
    await database.rows(
        db, "UPDATE subscriptions SET active = ?, ended_at = 1, ended_reason = '410'", False
    )
    assert await _listed(member) == []
    await _save(member, phone.subscription())
    assert len(await _listed(member)) == 1
    (row,) = await dump(db, "subscriptions")
    assert (row["ended_at"], row["ended_reason"]) == (None, "")


async def test_a_browser_takes_its_endpoint_to_the_next_account(
    member: Person, other: Person
) -> None:
    phone = Phone("a")
    _, first = await _save(member, phone.subscription())
    status, second = await _save(other, phone.subscription())
    assert (status, second) == (200, first)
    assert await _listed(member) == []
    assert len(await _listed(other)) == 1


async def test_somebody_elses_endpoint_cannot_be_taken(
    member: Person, other: Person, db: BaseDBAsyncClient
) -> None:
    await _save(member, Phone("a").subscription())
    before = await dump(db, "subscriptions")
    status, problem = await _save(other, Phone("a").subscription())
    assert (status, problem["type"]) == (409, "urn:everkeel:subscription-taken")
    assert await dump(db, "subscriptions") == before


async def test_ten_devices_are_enough(member: Person) -> None:
    for number in range(10):
        assert (await _save(member, Phone(f"p{number}").subscription()))[0] == 200
    status, problem = await _save(member, Phone("p10").subscription())
    assert (status, problem["type"]) == (409, "urn:everkeel:too-many")
    assert (await _save(member, Phone("p3").subscription()))[0] == 200


_GOOD = Phone("a")
_POINT = unb64(_GOOD.p256dh)
_MALFORMED = {
    "short point": {"p256dh": b64(_POINT[:64]), "auth": b64(_GOOD.auth)},
    "off the curve": {"p256dh": b64(_POINT[:64] + bytes([_POINT[64] ^ 1])), "auth": "A" * 22},
    "wrong prefix": {"p256dh": b64(b"\x05" + _POINT[1:]), "auth": b64(_GOOD.auth)},
    "no base64": {"p256dh": "?" * 87, "auth": b64(_GOOD.auth)},
    "short auth": {"p256dh": _GOOD.p256dh, "auth": b64(b"short")},
    "empty": {"p256dh": "", "auth": ""},
}


@pytest.mark.parametrize("case", _MALFORMED)
async def test_malformed_keys_store_nothing(
    member: Person, db: BaseDBAsyncClient, case: str
) -> None:
    status, problem = await _save(member, Phone("a").subscription(keys=_MALFORMED[case]))
    assert (status, problem["type"]) == (422, "urn:everkeel:malformed-subscription")
    assert problem["errors"][0]["field"] == "keys"
    assert await dump(db, "subscriptions") == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://permanently-removed.invalid/fcm/send/x",
        "https://push.example.org/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "http://jmt17.google.com/fcm/send/x",
        "https://jmt17.google.com:8443/fcm/send/x",
        "https://jmt17.google.com@10.0.0.1/x",
        "file:///etc/passwd",
        "",
        ORIGIN + "/" + "x" * 2_100,
    ],
)
async def test_a_host_that_is_not_allowed_stores_nothing(
    member: Person, db: BaseDBAsyncClient, endpoint: str
) -> None:
    status, problem = await _save(member, Phone("a").subscription(endpoint=endpoint))
    assert (status, problem["type"]) == (422, "urn:everkeel:push-host-not-allowed")
    assert await dump(db, "subscriptions") == []


@pytest.mark.parametrize(
    "change",
    [
        {"label": "x" * 81},
        {"label": "nul\x00"},
        {"endpoint": f"{ORIGIN}/\x00"},
        {"keys": {"p256dh": 1, "auth": 2}},
        {"keys": {}},
        {"expirationTime": None},
    ],
)
async def test_a_body_of_the_wrong_shape_stores_nothing(
    member: Person, db: BaseDBAsyncClient, change: dict[str, Any]
) -> None:
    status, problem = await _save(member, Phone("a").subscription(**change))
    assert status == 422
    assert problem["type"] in ("urn:everkeel:invalid", "urn:everkeel:push-host-not-allowed")
    assert await dump(db, "subscriptions") == []


async def test_a_device_can_be_forgotten(member: Person) -> None:
    _, saved = await _save(member, Phone("a").subscription())
    path = f"/api/push/subscriptions/{saved['id']}"
    assert (await member.http.delete(path)).status_code == 204
    assert await _listed(member) == []
    assert (await member.http.delete(path)).status_code == 404


async def test_somebody_elses_device_does_not_exist(
    member: Person, other: Person, sink: Sink
) -> None:
    _, saved = await _save(member, sink.phone("a").subscription())
    path = f"/api/push/subscriptions/{saved['id']}"
    assert (await other.http.delete(path)).status_code == 404
    assert (await other.http.post(f"{path}/test")).status_code == 404
    assert await _listed(other) == []
    assert len(await _listed(member)) == 1
    assert sink.requests == 0


async def test_a_test_notification_arrives_at_that_device_alone(member: Person, sink: Sink) -> None:
    _, saved = await _save(member, sink.phone("a").subscription())
    await _save(member, sink.phone("b").subscription())
    answer = await member.http.post(f"/api/push/subscriptions/{saved['id']}/test")
    assert answer.status_code == 202
    (message,) = sink.received
    assert message.phone == "a"
    assert "test" in message.notification["body"]
    assert [device["lastDeliveredAt"] is not None for device in await _listed(member)] == [
        True,
        False,
    ]


async def test_a_test_to_a_dead_device_ends_it(member: Person, sink: Sink) -> None:
    _, saved = await _save(member, sink.phone("a").subscription())
    sink.answers["a"] = ["410 Gone"]
    answer = await member.http.post(f"/api/push/subscriptions/{saved['id']}/test")
    assert answer.status_code == 202
    assert await _listed(member) == []


async def test_five_tests_a_minute_are_enough(member: Person, other: Person, sink: Sink) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as time:
        _, mine = await _save(member, sink.phone("a").subscription())
        _, others = await _save(other, sink.phone("b").subscription())
        path = f"/api/push/subscriptions/{mine['id']}/test"
        for _ in range(5):
            assert (await member.http.post(path)).status_code == 202
        time.shift(50)
        answer = await member.http.post(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "11")
        assert answer.json()["type"] == "urn:everkeel:slow-down"
        answer = await other.http.post(f"/api/push/subscriptions/{others['id']}/test")
        assert answer.status_code == 202
        time.shift(11)
        assert (await member.http.post(path)).status_code == 202
    assert [message.phone for message in sink.received] == ["a"] * 5 + ["b", "a"]


async def test_a_test_to_an_unknown_device_is_404(member: Person) -> None:
    answer = await member.http.post(f"/api/push/subscriptions/{uuid4()}/test")
    assert answer.status_code == 404
