"""How concurrent edits meet: last writer wins per field, by stamps that only the server compares.

A stamp is `<ms, 15 digits>:<counter, 4 digits>:<device uuid>`: it sorts as text.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STAMP = re.compile(r"^[0-9]{15}:[0-9]{4}:[0-9a-f-]{36}\Z")
AHEAD_MS = 5 * 60 * 1000


def clamped(stamp: str, now_ms: int) -> str:
    """The stamp, or one of `now_ms` when its clock is over five minutes ahead."""
    ms, rest = stamp.split(":", 1)
    return f"{now_ms:015d}:{rest}" if int(ms) > now_ms + AHEAD_MS else stamp


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge: the winning fields, their stamps, and whether the change won any."""

    fields: dict[str, Any]
    stamps: dict[str, str]
    won: bool


def _wins(stamp: str, value: Any, current: str | None, old: Any) -> bool:
    if current is None or stamp != current:
        return current is None or stamp > current
    return _text(value) >= _text(old)


def _text(value: Any) -> str:
    return json.dumps(value, default=str, sort_keys=True)


def merge(
    fields: Mapping[str, Any], stamps: Mapping[str, str], change: Mapping[str, Any], stamp: str
) -> Merged:
    """Per field the greater (stamp, value) wins; the order of arrival never matters."""
    new_fields, new_stamps, won = dict(fields), dict(stamps), False
    for name, value in change.items():
        if _wins(stamp, value, new_stamps.get(name), new_fields.get(name)):
            new_fields[name], new_stamps[name], won = value, stamp, True
    return Merged(new_fields, new_stamps, won or not change)
