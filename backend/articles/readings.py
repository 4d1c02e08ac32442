"""Readings as synced things: what a person read, saved or wants less of."""

from datetime import date, timedelta

import msgspec
from msgspec import UNSET, UnsetType

from backend.synced import Fields, Rejected, Table, parse

# Today and a day for phones that are ahead; "less like this" lasts 90 days.
DAYS_AHEAD, LESS_DAYS = 1, 90

READINGS = Table(
    "readings",
    ("article_id",),
    {"read_on": "date", "saved": "bool", "less_until": "date", "deleted": "bool"},
    {"read_on": None, "saved": False, "less_until": None, "deleted": False},
    shared_key=True,
)


class ReadingChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a reading."""

    read_on: date | UnsetType | None = UNSET
    saved: bool | UnsetType = UNSET
    less_until: date | UnsetType | None = UNSET
    deleted: bool | UnsetType = UNSET


def parse_reading(fields: Fields, today: date) -> Fields:
    """Validated changes of a reading; raises Rejected."""
    change = parse(ReadingChange, fields)
    for name, ahead in (("read_on", DAYS_AHEAD), ("less_until", DAYS_AHEAD + LESS_DAYS)):
        day = change.get(name)
        if day is not None and not date(2000, 1, 1) <= day <= today + timedelta(days=ahead):
            raise Rejected("out-of-range", "This date is out of range.")
    return change
