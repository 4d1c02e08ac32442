"""Filled-in questionnaires as synced things; the answers are sealed like notes."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.checkins import instruments
from backend.checkins.changes import Instant, require_day
from backend.synced import NOT_BLANK, Fields, Rejected, Table, parse
from backend.vault import Unreadable

Instrument = Literal["phq8", "gad7"]

SCREENINGS = Table(
    "screenings",
    ("id",),
    {
        "instrument": "plain", "version": "plain", "language": "plain", "day": "date",
        "at": "plain", "answers": "sealed_json", "deleted": "bool",
    },
    {
        "instrument": None, "version": None, "language": None, "day": None, "at": None,
        "answers": [], "deleted": False,
    },
)  # fmt: skip

Answer = Annotated[int, Meta(ge=0, le=3)]


class ScreeningChange(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What an operation may change of a filled-in questionnaire."""

    instrument: Instrument | UnsetType = UNSET
    version: Annotated[str, Meta(max_length=20, pattern=NOT_BLANK)] | UnsetType = UNSET
    language: Annotated[str, Meta(max_length=8, pattern=NOT_BLANK)] | UnsetType = UNSET
    day: date | UnsetType = UNSET
    at: Instant | UnsetType = UNSET
    answers: Annotated[list[Answer], Meta(min_length=7, max_length=8)] | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


def parse_screening(fields: Fields, today: date) -> Fields:
    """Validated changes of a questionnaire; raises Rejected."""
    change = parse(ScreeningChange, fields)
    if "day" in change:
        require_day(change["day"], today)
    return change


def check_screening(fields: Fields) -> None:
    """A questionnaire says which, when and each answer; raises Rejected."""
    if any(fields[name] is None for name in ("instrument", "version", "language", "day", "at")):
        raise Rejected("invalid", "A new one needs instrument, version, language, day and at.")
    answers, items = fields["answers"], instruments.shipped()[fields["instrument"]].items
    if not isinstance(answers, Unreadable) and len(answers) != items:
        raise Rejected("invalid", "Each question of the questionnaire needs an answer.")
