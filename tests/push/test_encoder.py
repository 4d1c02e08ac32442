"""Encryption for devices: the standard's own example, sizes, keys that no browser makes."""

import json
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from backend.push import encoder
from backend.push.encoder import Device, MalformedKeysError
from tests.push.sink import ORIGIN, Phone, b64, unb64

# RFC 8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
RECEIVER_POINT = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)


def _key(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unb64(text), "big"), ec.SECP256R1())


def _device(p256dh: str, auth: str) -> Device:
    return Device(UUID(int=1), UUID(int=2), f"{ORIGIN}/x", ORIGIN, p256dh, auth)


def test_it_encrypts_the_standards_example_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pywebpush.ec.generate_private_key", lambda *_: _key(SENDER_KEY))
    monkeypatch.setattr("http_ece.os.urandom", lambda _: unb64(SALT))
    assert b64(encoder.encode(_device(RECEIVER_POINT, AUTH), PLAIN)) == BODY


def test_the_phone_of_these_tests_opens_the_standards_example() -> None:
    assert Phone("a", _key(RECEIVER_KEY), unb64(AUTH)).open(unb64(BODY)) == PLAIN


def test_a_message_fills_4096_bytes_and_no_more() -> None:
    phone = Phone("a")
    device = _device(phone.p256dh, b64(phone.auth))
    body = encoder.encode(device, b"x" * 3_993)
    assert len(body) == 4_096
    assert phone.open(body) == b"x" * 3_993
    with pytest.raises(ValueError, match="3,993"):
        encoder.encode(device, b"x" * 3_994)


def test_every_message_has_its_own_key_and_salt() -> None:
    device = _device(Phone("a").p256dh, b64(b"0" * 16))
    first, second = (encoder.encode(device, b"{}") for _ in range(2))
    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]


_POINT = unb64(RECEIVER_POINT)
BAD_KEYS = {
    "empty": ("", AUTH),
    "no base64": ("!" * 87, AUTH),
    "standard base64": (RECEIVER_POINT.replace("-", "+").replace("_", "/"), AUTH),
    "letters of another script": ("ж" * 87, AUTH),
    "64 bytes": (b64(_POINT[:64]), AUTH),
    "66 bytes": (b64(_POINT + b"0"), AUTH),
    "compressed": (b64(b"\x02" + _POINT[1:33]), AUTH),
    "wrong first byte": (b64(b"\x05" + _POINT[1:]), AUTH),
    "not on the curve": (b64(_POINT[:64] + bytes([_POINT[64] ^ 1])), AUTH),
    "infinity": (b64(b"\x04" + bytes(64)), AUTH),
    "15 bytes of auth": (RECEIVER_POINT, b64(b"0" * 15)),
    "17 bytes of auth": (RECEIVER_POINT, b64(b"0" * 17)),
    "no auth": (RECEIVER_POINT, ""),
    "auth of one character": (RECEIVER_POINT, "A"),
}


@pytest.mark.parametrize("case", BAD_KEYS)
def test_keys_that_no_browser_makes_are_refused(case: str) -> None:
    with pytest.raises(MalformedKeysError):
        encoder.check_keys(*BAD_KEYS[case])


def test_keys_pass_with_and_without_padding() -> None:
    encoder.check_keys(RECEIVER_POINT, AUTH)
    encoder.check_keys(RECEIVER_POINT + "=", AUTH + "==")


def test_the_phone_reads_what_the_app_sends() -> None:
    phone = Phone("a")
    body = encoder.encode(_device(phone.p256dh, b64(phone.auth)), json.dumps({"a": 1}).encode())
    assert json.loads(phone.open(body)) == {"a": 1}
