"""Signatures for push services."""

import json
from collections.abc import Mapping

from py_vapid import Vapid02

from backend.push.vapid import Authorizations
from tests.push.sink import unb64

FCM, MOZILLA = "https://fcm.googleapis.com", "https://updates.push.services.mozilla.com"
NOW_S = 1_800_000_000.0


class Counting:
    """A signer that counts, and that writes into the claims as careless ones do."""

    def __init__(self) -> None:
        self.key = Vapid02()
        self.key.generate_keys()
        self.signed = 0

    def sign(self, claims: dict[str, str | int]) -> dict[str, str]:
        """The real signature; the claims are spoilt afterwards."""
        self.signed += 1
        headers: dict[str, str] = self.key.sign(dict(claims))
        claims["aud"] = "https://spoilt.example"
        return headers


def _claims(header: str) -> Mapping[str, str | int]:
    found: dict[str, str | int] = json.loads(unb64(header.split("t=")[1].split(".")[1]))
    return found


def _made() -> tuple[Counting, Authorizations]:
    signer = Counting()
    return signer, Authorizations(lambda _: signer, "mailto:ops@example.org")


def test_each_push_service_is_named_in_its_own_signature() -> None:
    _, authorizations = _made()
    for origin in (FCM, MOZILLA, FCM):
        assert _claims(authorizations.header(origin, NOW_S))["aud"] == origin


def test_a_signature_is_valid_for_twelve_hours_and_names_the_contact() -> None:
    claims = _claims(_made()[1].header(FCM, NOW_S))
    assert claims["exp"] == NOW_S + 12 * 3_600
    assert claims["sub"] == "mailto:ops@example.org"


def test_a_signature_is_kept_for_six_hours() -> None:
    signer, authorizations = _made()
    first = authorizations.header(FCM, NOW_S)
    assert authorizations.header(FCM, NOW_S + 6 * 3_600 - 1) == first
    assert signer.signed == 1
    assert authorizations.header(FCM, NOW_S + 6 * 3_600) != first
    assert signer.signed == 2


def test_a_clock_set_back_makes_a_new_signature() -> None:
    signer, authorizations = _made()
    authorizations.header(FCM, NOW_S)
    claims = _claims(authorizations.header(FCM, NOW_S - 86_400))
    assert claims["exp"] == NOW_S - 86_400 + 12 * 3_600
    assert signer.signed == 2


def test_each_key_has_its_own_signature_and_each_is_kept() -> None:
    signers = {name: Counting() for name in ("old", "new")}
    authorizations = Authorizations(signers.__getitem__, "mailto:ops@example.org")
    made = {name: authorizations.header(FCM, NOW_S, name) for name in signers}
    for name in signers:
        assert authorizations.header(FCM, NOW_S + 1, name) == made[name]
    assert [signer.signed for signer in signers.values()] == [1, 1]
    assert len({header.rpartition("k=")[2] for header in made.values()}) == 2
