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
# Of operations: what they may say, by which version of the app wrote them.
VERSIONS = (1, 2)


def clamped(stamp: str, now_ms: int, stamps: Mapping[str, str]) -> str:
    """The stamp, or one of `now_ms` when its clock is over five minutes ahead.

    That one is still later than those of the same phone among the row's `stamps`: of what one
    phone writes, the last wins.
    """
    ms, counter, device = stamp.split(":")
    if int(ms) <= now_ms + AHEAD_MS:
        return stamp
    own = [int(other[:15]) + 1 for other in stamps.values() if _device(other) == device]
    return f"{max(now_ms, *own, 0):015d}:{counter}:{device}"


def upcast(entity: str, fields: dict[str, Any], version: int) -> dict[str, Any]:
    """The fields of an older app's operation as this version names them."""
    if version == 1 and entity == "mood":
        return {name: value for name, value in fields.items() if name != "tags"}
    return fields


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that another device's later one took the place of."""

    field: str
    value: Any
    stamp: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The winning fields, their stamps, whether the change won any, and the values that lost."""

    fields: dict[str, Any]
    stamps: dict[str, str]
    won: bool
    lost: list[Lost]


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
    new_fields, new_stamps, won, lost = dict(fields), dict(stamps), False, list[Lost]()
    for name, value in change.items():
        current, old = stamps.get(name), fields.get(name)
        wins = _wins(stamp, value, current, old)
        if wins:
            new_fields[name], new_stamps[name], won = value, stamp, True
        if current and _device(current) != _device(stamp) and _text(value) != _text(old):
            lost.append(Lost(name, old, current) if wins else Lost(name, value, stamp))
    return Merged(new_fields, new_stamps, won or not change, lost)


def _device(stamp: str) -> str:
    return stamp[21:]
