"""HTTP of trends: GET /api/trends."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.security import CurrentUser
from backend.trends import service
from backend.trends.shapes import Days, Trends

Range = Annotated[Days, QueryParameter()]


@get("/api/trends", tags=["trends"])
async def trends(user: NamedDependency[CurrentUser], days: Range = 90) -> Trends:
    """Mood, habits and fitting articles of the last 30, 90 or 365 days, or since the first."""
    return await service.trends(user.id, days)
