"""A person's trends: mood, habits, and the articles that fit them."""

from asyncio import to_thread
from uuid import UUID

from backend.trends import reading, suggesting
from backend.trends.page import Page
from backend.trends.shapes import Days, Suggested, Trends


async def trends(user_id: UUID, days: Days) -> Trends:
    """The trends of the last so many days, today included, or of all days."""
    found = await reading.read(user_id, days)
    suggested = await suggesting.suggested(found)
    return await to_thread(lambda: Page(found).answer(suggested))


async def suggestions(user_id: UUID) -> Suggested:
    """The articles that fit a person now, without the charts."""
    return await suggesting.suggested(await reading.read(user_id, 30))
