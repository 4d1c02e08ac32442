"""Encryption of messages for one device (RFC 8291) by pywebpush, and the check of its keys."""

import base64
import re
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from pywebpush import WebPusher

MAX_BODY = 4_096
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
_OVERHEAD = 103  # header 86, delimiter 1, tag 16


class MalformedKeysError(ValueError):
    """Keys that no browser makes: nothing can be encrypted for them."""


@dataclass(frozen=True, slots=True)
class Device:
    """Where a message goes, the browser's two keys (base64url), and which of ours it knows."""

    id: UUID
    user_id: UUID
    endpoint: str
    origin: str
    p256dh: str
    auth: str
    key_id: str = ""


class _Subscription(dict[str, Any]):
    """What one WebPusher is given and may keep: a deep copy costs more than all the rest of it."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


def encode(device: Device, plaintext: bytes) -> bytes:
    """The request body: one aes128gcm record of at most 4,096 bytes."""
    if len(plaintext) + _OVERHEAD > MAX_BODY:
        raise ValueError("one push message holds 3,993 bytes")
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    pusher = WebPusher(_Subscription(endpoint=device.endpoint, keys=keys))
    return bytes(pusher.encode(plaintext)["body"])


def check_keys(p256dh: str, auth: str) -> None:
    """Raise MalformedKeysError unless p256dh is a point on P-256 and auth is 16 bytes."""
    point, secret = _decoded(p256dh), _decoded(auth)
    if len(point) != 65 or point[0] != 4 or len(secret) != 16:
        raise MalformedKeysError
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise MalformedKeysError from error


def _decoded(text: str) -> bytes:
    """The bytes of base64url text, padded or not; nothing but its own alphabet passes."""
    raw = text.rstrip("=")
    if not _BASE64URL.fullmatch(raw) or len(raw) % 4 == 1:
        raise MalformedKeysError
    return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
