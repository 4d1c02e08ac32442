"""Posting to push services."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from backend.addresses import PushHosts
from backend.outbound import Guard, OutboundError, PushSender
from tests.outbound.web import Names, Web, serving

HOST = "jmt17.google.com"


@asynccontextmanager
async def _sender(web: Web, timeout_s: float = 5) -> AsyncIterator[PushSender]:
    hosts = PushHosts.of([], [f"{HOST}=127.0.0.1:{web.port}"])
    sender = PushSender(hosts, timeout_s=timeout_s)
    try:
        yield sender
    finally:
        sender.close()


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with serving() as running:
        yield running


async def test_it_hands_back_the_answer(web: Web) -> None:
    async with _sender(web) as sender:
        answer = await sender.post(f"https://{HOST}/created", b"body", {"TTL": "1"})
    assert (answer.status, answer.body) == (201, b"")


async def test_it_keeps_one_kilobyte_of_a_long_answer(web: Web) -> None:
    async with _sender(web) as sender:
        answer = await sender.post(f"https://{HOST}/endless", b"", {})
    assert answer.status == 200
    assert 0 < len(answer.body) <= 1_024


async def test_it_never_follows_a_redirect(web: Web) -> None:
    async with _sender(web) as sender:
        answer = await sender.post(f"https://{HOST}/to?http://127.0.0.1:{web.port}/page", b"", {})
    assert answer.status == 302
    assert len(web.hits) == 1


@pytest.mark.parametrize("path", ["/hang", "/reset"])
async def test_no_answer_is_an_error(web: Web, path: str) -> None:
    started = time.monotonic()
    async with _sender(web, timeout_s=0.3) as sender:
        with pytest.raises(OutboundError, match="fetch-failed"):
            await sender.post(f"https://{HOST}{path}", b"", {})
    assert time.monotonic() - started < 2


async def test_a_host_that_is_not_allowed_is_never_dialled(web: Web) -> None:
    async with _sender(web) as sender:
        with pytest.raises(OutboundError, match="blocked-address"):
            await sender.post("https://push.example.org/created", b"", {})
    assert web.hits == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
async def test_an_allowed_host_with_a_private_address_is_blocked(address: str) -> None:
    guard = Guard(resolver=Names(push_example_org=[[address]]))
    sender = PushSender(PushHosts.of(["push.example.org"]), guard)
    try:
        with pytest.raises(OutboundError, match="blocked-address"):
            await sender.post("https://push.example.org/x", b"", {})
    finally:
        sender.close()


async def test_a_stand_in_opens_loopback_for_its_own_port_only(web: Web) -> None:
    hosts = PushHosts.of([], [f"{HOST}=127.0.0.1:9"])
    guard = Guard(resolver=Names(fcm_googleapis_com=[["127.0.0.1"]]))
    sender = PushSender(hosts, guard)
    try:
        with pytest.raises(OutboundError, match="blocked-address"):
            await sender.post("https://fcm.googleapis.com/x", b"", {})
    finally:
        sender.close()
