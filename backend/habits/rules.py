"""The door to the rules of habits: schedules, days, occasions, strength, streaks (pure)."""

from backend.habits.covered import covered
from backend.habits.days import Days, Log, Rule, days_of, strengths
from backend.habits.occasions import adherence
from backend.habits.schedules import (
    Schedule,
    day_of,
    due,
    frequency,
    is_due,
    number,
    period_of,
    reached,
)
from backend.habits.states import STATES, State, states
from backend.habits.streaks import Streak, Unit, streak

__all__ = [
    "STATES", "Days", "Log", "Rule", "Schedule", "State", "Streak", "Unit", "adherence", "covered",
    "day_of", "days_of", "due", "frequency", "is_due", "number", "period_of",
    "reached", "states", "streak", "strengths",
]  # fmt: skip
