"""How many requests a push service gets at once."""

import asyncio

import pytest

from backend.push import lines
from backend.push.lines import FIRST_AT_ONCE, MOST_AT_ONCE, Lines
from backend.push.rules import Reading, Verdict


class Service:
    """Answers after `wait_s`; counts how many requests are with it."""

    def __init__(self, wait_s: float, verdict: Verdict = Verdict.SENT) -> None:
        self.wait_s, self.reading = wait_s, Reading(verdict, 201)
        self.now = self.most = 0

    async def __call__(self, _: int) -> Reading:
        """One request."""
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(self.wait_s)
        self.now -= 1
        return self.reading


async def _sent(service: Service, count: int, found: Lines[int]) -> list[Reading]:
    return await asyncio.gather(*(found.put("https://a.example", n) for n in range(count)))


async def test_every_item_is_answered_by_few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "NEAR_S", 10.0)  # on a busy machine nobody answers soon
    service = Service(0.001)
    assert len(await _sent(service, 500, Lines(service))) == 500
    assert service.most == FIRST_AT_ONCE


async def test_a_service_far_away_gets_more_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "NEAR_S", 0.002)
    service = Service(0.005)
    await _sent(service, 2_000, Lines(service))
    assert service.most == MOST_AT_ONCE


async def test_a_service_in_trouble_gets_fewer_but_all() -> None:
    service = Service(0.001, Verdict.RETRY)
    found: Lines[int] = Lines(service)
    await _sent(service, 200, found)
    service.most = 0
    assert len(await _sent(service, 20, found)) == 20
    assert service.most == 1


async def test_services_do_not_wait_for_each_other() -> None:
    slow, found = Service(0.05), []

    async def send(item: int) -> Reading:
        return await slow(item) if item < 0 else slow.reading

    waiting: Lines[int] = Lines(send)
    hanging = [waiting.put("https://slow.example", -1) for _ in range(100)]
    found = await asyncio.gather(*(waiting.put("https://fast.example", n) for n in range(100)))
    assert len(found) == 100
    assert not any(future.done() for future in hanging)
    await asyncio.gather(*hanging)
