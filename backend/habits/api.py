"""HTTP of habits: GET /api/history and GET /api/habits/numbers; they are written by syncing."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.habits import history as histories
from backend.habits import numbers as all_numbers
from backend.habits.history import History
from backend.habits.numbers import HabitNumbers
from backend.security import CurrentUser

First = Annotated[date, QueryParameter(name="from")]
Last = Annotated[date, QueryParameter(name="to")]
Habit = Annotated[UUID | None, QueryParameter()]


@get("/api/history", tags=["habits"])
async def history(
    user: NamedDependency[CurrentUser], first: First, last: Last, habit: Habit = None
) -> History:
    """Each of at most 3,660 days: of all habits that are not archived, or of one of any."""
    return await histories.history(user.id, first, last, habit)


@get("/api/habits/numbers", tags=["habits"])
async def numbers(user: NamedDependency[CurrentUser]) -> list[HabitNumbers]:
    """Strength, the last 28 days and the streak of each habit that is not archived."""
    return await all_numbers.of_person(user.id)
