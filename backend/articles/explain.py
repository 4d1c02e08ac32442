"""The relevance rules on one state file, for people who want to check them."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from backend.articles.relevance_state import Insight, State
from backend.articles.rules import Ranking, relevance

LONGEST_SEARCH = 2_000
_MEANS = ("mood_mean_14d", "anxiety_mean_14d", "confidence_mean_14d")
_COUNTS = ("age", "days_logged", "days_since_checkin", "newest_habit_age_days")
_LIMITS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(_MEANS, (1, 5)),
    **dict.fromkeys(_COUNTS, (0, 100_000)),
    "habit_adherence_14d": (0, 1),
    "phq_item9": (0, 3),
    "mood_sd_14d": (0, 4),
}


class StateError(ValueError):
    """A state file that cannot be read; the message says what is wrong and where."""


def explain(path: str | Path) -> Ranking:
    """The ranking of the state in a JSON file; StateError when the file is not a valid state."""
    try:
        text = Path(path).read_bytes()
    except OSError as error:
        raise StateError(f"cannot read {path}: {error.strerror}") from error
    return relevance(parse(text))


def parse(text: bytes) -> State:
    """The state in a JSON object; StateError on bad JSON, unknown fields, wrong types or ranges."""
    try:
        found = msgspec.json.decode(text)
        _refuse_unknown(found)
        state = msgspec.convert(found, State)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise StateError(f"not a valid state: {error}") from error
    _check_ranges(state)
    return state


def _refuse_unknown(found: Any) -> None:
    if not isinstance(found, dict):
        raise StateError("not a valid state: expected one JSON object")
    _refuse_keys(found, State, "")
    insights = found.get("supported_insights")
    for item in insights if isinstance(insights, list) else []:
        if isinstance(item, dict):
            _refuse_keys(item, Insight, "supported_insights.")


def _refuse_keys(found: dict[str, Any], shape: type[State] | type[Insight], where: str) -> None:
    unknown = sorted(set(found) - {field.name for field in fields(shape)})
    if unknown:
        raise StateError(f"unknown field: {where}{unknown[0]}")


def _check_ranges(state: State) -> None:
    for name, (low, high) in _LIMITS.items():
        value = getattr(state, name)
        if value is not None and not low <= value <= high:
            raise StateError(f"{name} must be between {low} and {high}, not {value}")
    if any(count < 0 for count in state.tags_14d.values()):
        raise StateError("tags_14d must not hold negative counts")
    if len(state.search or "") > LONGEST_SEARCH:
        raise StateError(f"search must be at most {LONGEST_SEARCH} characters")
