"""What waits to be posted, by push service: a few workers take from each line."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from backend.push.rules import Reading, Verdict

FIRST_AT_ONCE = 64
MOST_AT_ONCE = 256
NEAR_S = 0.02  # who can answer sooner gains nothing by more connections, and each one costs

T = TypeVar("T")


class _Line(Generic[T]):
    """What waits for one push service, and how many requests it gets at once.

    One more after each good answer from afar, half as many when it wants quiet or is silent.
    """

    def __init__(self, send: Callable[[T], Awaitable[Reading]]) -> None:
        self._send = send
        self._waiting: deque[tuple[T, asyncio.Future[Reading]]] = deque()
        self._at_once = FIRST_AT_ONCE
        self._quickest_s = 60.0
        self._working = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._time = asyncio.get_running_loop().time

    def put(self, item: T) -> asyncio.Future[Reading]:
        """What will come of the item."""
        future: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._working < min(self._at_once, len(self._waiting)):
            self._hire()
        return future

    def _hire(self) -> None:
        self._working += 1
        task = asyncio.create_task(self._work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        """Sends one after the other until nothing waits, or too many do the same."""
        try:
            while self._waiting and self._working <= self._at_once:
                item, future = self._waiting.popleft()
                if future.done():  # nobody wants it any more
                    continue
                started = self._time()
                reading = await self._send(item)
                self._learn(reading, self._time() - started)
                if not future.done():
                    future.set_result(reading)
        finally:
            self._working -= 1

    def _learn(self, reading: Reading, took_s: float) -> None:
        if reading.verdict in (Verdict.RETRY, Verdict.PAUSE):
            self._at_once = max(1, self._at_once // 2)
            return
        # The quickest of the last answers: the others may have waited for us.
        self._quickest_s = min(self._quickest_s * 1.01, took_s)
        if self._quickest_s > NEAR_S:
            self._at_once = min(self._at_once + 1, MOST_AT_ONCE)
            if self._waiting and self._working < self._at_once:
                self._hire()


class Lines(Generic[T]):
    """A line for each push service; `send` must not raise."""

    def __init__(self, send: Callable[[T], Awaitable[Reading]]) -> None:
        self._send = send
        self._lines: dict[str, _Line[T]] = {}

    def put(self, origin: str, item: T) -> asyncio.Future[Reading]:
        """What will come of the item once it is its turn."""
        line = self._lines.get(origin)
        if line is None:
            line = self._lines[origin] = _Line(self._send)
        return line.put(item)
