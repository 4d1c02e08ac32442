"""What the scheduler calls for reminders; sending is `dispatcher.Dispatcher.tick`."""

from backend.push import service as push
from backend.reminders import planning


async def plan() -> None:
    """Every second: deliveries for what is due within a minute."""
    await planning.plan()


async def reap() -> None:
    """Every two seconds: hand out again what dead processes held, end what is too late."""
    await planning.reap()


async def prune() -> None:
    """Every hour: remove deliveries and dead subscriptions after 30 days."""
    await planning.prune()
    await push.prune()
