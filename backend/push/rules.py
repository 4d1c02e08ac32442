"""What a push message looks like and what a push service's answer means (no I/O)."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import NamedTuple

BLOCK = 1_024  # every message has this plaintext length, so that its size says nothing
MAX_PLAINTEXT = 3_000  # some services take less than the 3,993 bytes of RFC 8291
MAX_PAUSE_S = 600
DEFAULT_PAUSE_S = 60
REMOVED = "https://permanently-removed.invalid"  # what Chrome hands out for a dead subscription
_WINDOWS = ".notify.windows.com"
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Message:
    """A notification as it will be shown; `key` names the occurrence, equal for every repeat.

    `kind` is mood, habit, group, notice or test, `day` the personal day that an answer is for;
    `actions` are pairs of name and button text, `badge` how many things are due.
    """

    delivery_id: str
    key: str
    title: str
    body: str
    language: str
    navigate: str
    kind: str = "test"
    habit_id: str | None = None
    day: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    badge: int = 1


def topic(key: str) -> str:
    """32 base64url characters for Topic and tag: a repeat replaces the first of the same key.

    Apple decodes the Topic and refuses lengths of 1 modulo 4, so the hash is cut to 24 bytes.
    """
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:24]).decode()


def payload(message: Message, *, small: bool = False) -> bytes:
    """The plaintext: a Declarative Web Push document, padded with spaces to whole kilobytes.

    `small` leaves out what a device can do without, for services that answered 413.
    """
    notification: dict[str, object] = {
        "title": message.title,
        "body": "" if small else message.body,
        "navigate": message.navigate,
        "lang": message.language,
        "dir": "auto",
        "tag": topic(message.key),
        "data": _data(message),
    }
    if message.actions and not small:
        notification["actions"] = [
            # Without an address of its own an action makes browsers refuse the whole document.
            {"action": name, "title": title, "navigate": message.navigate}
            for name, title in message.actions
        ]
    document = {
        "web_push": 8030,
        "notification": notification,
        "app_badge": message.badge,
        "mutable": True,
    }
    text = _json(document).encode()
    if len(text) > MAX_PLAINTEXT:
        raise ValueError("this message is longer than push services take")
    return text if small else text.ljust(min(-(-len(text) // BLOCK) * BLOCK, MAX_PLAINTEXT))


def _data(message: Message) -> dict[str, str | None]:
    """What the worker needs to answer a notification with no window open."""
    return {
        "did": message.delivery_id,
        "kind": message.kind,
        "habitId": message.habit_id,
        "day": message.day,
    }


def headers(of_topic: str, origin: str, ttl_s: int, authorization: str) -> dict[str, str]:
    """Request headers of RFC 8030; a TTL of 0 would drop the message when the phone sleeps."""
    found = {
        "TTL": str(max(1, ttl_s)),
        "Urgency": "high",
        "Topic": of_topic,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "Authorization": authorization,
    }
    if origin.endswith(_WINDOWS):
        found["X-WNS-Cache-Policy"] = "cache"
    return found


class Verdict(StrEnum):
    """What to do after an answer."""

    SENT = "sent"
    GONE = "gone"  # the subscription is dead
    MISMATCH = "key-mismatch"  # signed with a key this subscription does not know
    REJECTED = "rejected"  # this message will never be taken
    TOO_LARGE = "too-large"  # try once more, smaller
    PAUSE = "pause"  # the whole origin asks for quiet; not an attempt
    RETRY = "retry"  # trouble that may pass


class Reading(NamedTuple):
    """A verdict, the HTTP status behind it (0 = no answer) and seconds the origin asked for."""

    verdict: Verdict
    status: int = 0
    pause_s: float = 0.0


_BY_STATUS = {
    401: Verdict.MISMATCH,
    403: Verdict.MISMATCH,
    404: Verdict.GONE,
    408: Verdict.RETRY,
    410: Verdict.GONE,
    413: Verdict.TOO_LARGE,
    429: Verdict.PAUSE,
}


def classify(origin: str, status: int, fields: Mapping[str, str], now: datetime) -> Reading:
    """What a push service's answer means; `fields` are its headers by lower-case name."""
    verdict = _BY_STATUS.get(status) or _by_class(origin, status)
    asked = retry_after_s(fields.get("retry-after"), now)
    if verdict is Verdict.PAUSE:
        return Reading(verdict, status, DEFAULT_PAUSE_S if asked is None else asked)
    return Reading(verdict, status, (asked or 0.0) if status == 503 else 0.0)


def _by_class(origin: str, status: int) -> Verdict:
    """The verdict of a status without a meaning of its own; a redirect is a failure."""
    if 200 <= status < 300:
        return Verdict.SENT
    if status == 406 and origin.endswith(_WINDOWS):  # how Windows says 429
        return Verdict.PAUSE
    return Verdict.REJECTED if 400 <= status < 500 else Verdict.RETRY


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds of a Retry-After header (a number or an HTTP date), 0 to 600; None if unreadable."""
    if value is None:
        return None
    try:
        wait = float(value) if value.strip().isdigit() else _until(value, now)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, 0.0), float(MAX_PAUSE_S))


def _until(value: str, now: datetime) -> float:
    """Seconds from `now` to an HTTP date."""
    moment = parsedate_to_datetime(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp()
