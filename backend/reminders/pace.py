"""Reminders that help nobody come less often, then stop; a check-in brings them back (no I/O)."""

from dataclasses import dataclass
from datetime import date

EVERY_OTHER_DAY, WEEKLY, STOP = 3, 7, 14


@dataclass(frozen=True, slots=True)
class Track:
    """What a reminder's past says; instants in ms, None for what never was.

    `ignored` counts the notifications before the last one that nothing was checked in after.
    """

    ignored: int
    last_sent_at: int | None
    last_day: date | None
    stopped_at: int | None
    touched_at: int


def ignored_now(track: Track, checked_in_at: int | None) -> int:
    """How many notifications in a row nothing was checked in after, the last one included.

    Any check-in since then begins anew; a reminder that its owner has just changed waits.
    """
    since = track.stopped_at or track.last_sent_at
    if since is None:
        return track.ignored
    if checked_in_at is not None and checked_in_at > since:
        return 0
    return min(track.ignored + (track.touched_at <= since), STOP)


def gap_days(ignored: int) -> int:
    """Days that lie between notifications at least: none, every other day, a week."""
    if ignored < EVERY_OTHER_DAY:
        return 0
    return 2 if ignored < WEEKLY else 7


def reason(track: Track, ignored: int, day: date) -> str:
    """Why a reminder stays quiet that day: stopped (say so now) or ignored; empty when it comes."""
    if track.stopped_at and ignored >= STOP:
        return "ignored"
    if track.last_day is not None and (day - track.last_day).days < gap_days(ignored):
        return "ignored"
    return "stopped" if ignored >= STOP else ""
