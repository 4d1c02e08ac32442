"""Quiet hours: local wall times that may cross midnight, in which nothing unasked arrives."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.reminders.rules import instant


def after_quiet(at: int, quiet_from: int | None, quiet_to: int | None, zone: ZoneInfo) -> int:
    """The instant itself, or the end of the quiet hours that it falls into (ms).

    The ends are minutes of the local day; equal ones mean no quiet hours.
    """
    if quiet_from is None or quiet_to is None:
        return at
    today = datetime.fromtimestamp(at / 1_000, zone).date()
    for begins_on in (today - timedelta(days=1), today):
        ends_on = begins_on + timedelta(days=quiet_to < quiet_from)
        end = instant(ends_on, quiet_to, zone)
        if instant(begins_on, quiet_from, zone) <= at < end:
            return end
    return at
