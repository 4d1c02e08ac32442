"""HTTP of trends: the charts, what may be said of them, and what each claim rests on."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.security import CurrentUser
from backend.trends import insights as insight_room
from backend.trends import service
from backend.trends.insights import Insights, TracedLook
from backend.trends.plans import Kind
from backend.trends.shapes import Days, Suggested, Trends

Range = Annotated[Days, QueryParameter()]


@get("/api/trends", tags=["trends"])
async def trends(user: NamedDependency[CurrentUser], days: Range = 90) -> Trends:
    """Mood, habits and fitting articles of the last 30, 90 or 365 days, or since the first."""
    return await service.trends(user.id, days)


@get("/api/articles/suggestions", tags=["articles"])
async def suggestions(user: NamedDependency[CurrentUser]) -> Suggested:
    """The articles that fit a person now, each with its reason and the numbers behind it."""
    return await service.suggestions(user.id)


@get("/api/insights", tags=["trends"])
async def insights(user: NamedDependency[CurrentUser]) -> Insights:
    """What may be said of the chosen habits and factors and the mood."""
    return await insight_room.insights(user.id)


@get("/api/insights/{kind:str}/{subject_id:uuid}/looks", tags=["trends"])
async def looks(
    user: NamedDependency[CurrentUser], kind: FromPath[Kind], subject_id: FromPath[UUID]
) -> list[TracedLook]:
    """Every look at a habit or factor, newest first, with the counts that it rests on."""
    return await insight_room.trace(user.id, kind, subject_id)
