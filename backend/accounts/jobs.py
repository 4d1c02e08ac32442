"""What the scheduler calls for accounts."""

from backend import clock, database
from backend.accounts import queries, rules


async def purge() -> None:
    """Drops expired sessions, old invites and forgotten failures."""
    now = clock.now_ms()
    await queries.purge(database.connection(), now, now - rules.FORGET_SECONDS * 1000)
