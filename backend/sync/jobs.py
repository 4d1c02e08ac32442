"""What the scheduler calls for synchronising."""

from backend import clock
from backend.sync import forgetting


async def forget() -> None:
    """Removes what was deleted, answered or replaced more than 400 days ago."""
    await forgetting.forget(clock.now_ms())
