"""Authorization headers of RFC 8292, signed once per push service and kept for hours."""

from collections.abc import Callable
from typing import Protocol

LIFETIME_S = 12 * 3_600  # RFC 8292 allows 24 h; half of it leaves room for a wrong clock
RENEW_S = 6 * 3_600


class Signer(Protocol):
    """What signs claims: `py_vapid.Vapid02`."""

    def sign(self, claims: dict[str, str | int]) -> dict[str, str]:
        """Headers with the signed claims under `Authorization`."""
        ...


class Authorizations:
    """The Authorization header for an origin and the key that a subscription was made with."""

    def __init__(self, signer: Callable[[str], Signer], contact: str) -> None:
        """`signer` by key id; `contact`: the `mailto:` or `https:` address for push services."""
        self._signer = signer
        self._contact = contact
        self._kept: dict[tuple[str, str], tuple[float, str]] = {}

    def header(self, origin: str, now_s: float, key_id: str = "") -> str:
        """`vapid t=…,k=…` for this origin, at most six hours old."""
        signed_at, value = self._kept.get((origin, key_id), (0.0, ""))
        if not 0 <= now_s - signed_at < RENEW_S:
            value = self._sign(origin, now_s, key_id)
            self._kept[origin, key_id] = (now_s, value)
        return value

    def _sign(self, origin: str, now_s: float, key_id: str) -> str:
        """A fresh header; the claims are never shared, because a signer may write into them."""
        claims: dict[str, str | int] = {
            "sub": self._contact,
            "aud": origin,
            "exp": int(now_s) + LIFETIME_S,
        }
        return self._signer(key_id).sign(claims)["Authorization"]
