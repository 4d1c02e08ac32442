"""GET /api/health/live and /api/health/ready, for whoever watches the server."""

import asyncio
import shutil

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from backend import database
from backend.scheduler import Ticker
from backend.settings import Settings

FREE_BYTES = 200 * 1024 * 1024


class Ready(msgspec.Struct, rename="camel"):
    """What works; the status is 200 only when all of it does.

    `tickAge`: seconds since the scheduler's frequent ticks have all succeeded, null without one.
    """

    database: bool
    scheduler: bool
    disk: bool
    tick_age: float | None = None

    @property
    def status(self) -> int:
        """The HTTP status of this state."""
        return 200 if self.database and self.scheduler and self.disk else 503


async def readiness(settings: Settings, ticker: Ticker | None) -> Ready:
    """The state of the database, the scheduler (where it runs here) and the disk."""
    try:
        await asyncio.wait_for(database.connection().execute_query("SELECT 1"), 2)
        answers = True
    except Exception:
        answers = False
    place = settings.data_dir if settings.data_dir.exists() else "/"
    room = shutil.disk_usage(place).free >= FREE_BYTES
    age = ticker.age() if ticker else None
    rounded = None if age is None else round(age, 1)
    return Ready(answers, ticker is None or ticker.healthy(), room, rounded)


@get("/api/health/live", opt={"public": True}, tags=["health"], sync_to_thread=False)
def live() -> dict[str, str]:
    """200 as long as the process answers."""
    return {}


@get("/api/health/ready", opt={"public": True}, tags=["health"])
async def ready(
    settings: NamedDependency[Settings], ticker: NamedDependency[Ticker | None]
) -> Response[Ready]:
    """200 when people can be served, else 503 with what does not work."""
    state = await readiness(settings, ticker)
    return Response(state, status_code=state.status)
