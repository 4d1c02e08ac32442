"""Which days a check-in may be for: pure rules."""

from datetime import date, timedelta

DAYS_BACK = 366
DAYS_AHEAD = 1


def day_allowed(day: date, today: date) -> bool:
    """True from 366 days back to tomorrow: another device may already be on the next date."""
    return today - timedelta(days=DAYS_BACK) <= day <= today + timedelta(days=DAYS_AHEAD)
