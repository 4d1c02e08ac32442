"""How much waits to be sent, for whoever watches the server."""

from backend import clock, database

LATE_MS = 60_000


async def backlog() -> tuple[int, int]:
    """Deliveries whose time has come and that are not done, and those due for over a minute."""
    now = clock.now_ms()
    text = (
        "SELECT count(*) AS due, coalesce(sum(CASE WHEN due_at <= ? THEN 1 ELSE 0 END), 0) AS late"
        " FROM deliveries WHERE state IN ('pending', 'leased', 'sending') AND due_at <= ?"
    )
    [found] = await database.rows(database.connection(), text, now - LATE_MS, now)
    return int(found["due"]), int(found["late"])
