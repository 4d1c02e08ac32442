"""HTTP of trends: GET /api/trends."""

from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.security import CurrentUser
from backend.trends import service
from backend.trends.service import Trends

Days = Annotated[Literal[30, 90, 365], QueryParameter()]


@get("/api/trends", tags=["trends"])
async def trends(user: NamedDependency[CurrentUser], days: Days = 90) -> Trends:
    """Mood, habits and fitting articles of the last 30, 90 or 365 days."""
    return await service.trends(user.id, days)
