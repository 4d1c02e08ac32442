"""What the scheduler calls for reminders; sending is `dispatcher.Dispatcher.tick`."""

import logging
import time

from backend import clock
from backend.push import service as push
from backend.reminders import planning, recompute
from backend.reminders.clockwatch import ClockWatch

log = logging.getLogger("everkeel.reminders")

_watch = ClockWatch()


async def plan() -> None:
    """Every second: deliveries for what is due within a minute."""
    await notice_clock(_watch, clock.now_ms(), int(time.monotonic() * 1_000))
    await planning.plan()


async def notice_clock(watch: ClockWatch, wall: int, steady: int) -> None:
    """When the clock is set back, what it had planned is undone; set forward, things are late."""
    jump = watch.jump(wall, steady)
    if jump:
        log.warning("the clock was moved by %+d s", jump // 1_000)
    if jump < 0:
        await recompute.after_wrong_clock()
    watch.accept(wall, steady)


async def reap() -> None:
    """Every two seconds: hand out again what dead processes held, end what is too late."""
    await planning.reap()


async def zones() -> None:
    """Every minute: when the time zones have changed, their reminders are computed anew."""
    await recompute.check_zones()


async def prune() -> None:
    """Every hour: remove deliveries and dead subscriptions after 30 days."""
    await planning.prune()
    await push.prune()
