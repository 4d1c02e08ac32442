"""Which addresses and push hosts may be talked to."""

import pytest

from backend.addresses import PushHosts, is_public, is_within, networks

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_special_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_ordinary_address_is_public(address: str) -> None:
    assert is_public(address)


def test_an_allowed_network_holds_only_its_own_addresses() -> None:
    allowed = networks(["192.168.7.1/24"])
    assert is_within("192.168.7.200", allowed)
    assert not is_within("192.168.8.1", allowed)
    assert not is_within("::1", allowed)


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [
        ("https://fcm.googleapis.com/fcm/send/a:b", "https://fcm.googleapis.com"),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", None),
        ("https://web.push.apple.com/QGuQ", None),
        ("https://wns2-par02p.notify.windows.com/w/?token=x", None),
        ("https://push.example.org/p/1", None),
        ("https://a.b.example.net/p", None),
    ],
)
def test_an_allowed_endpoint_has_an_origin(endpoint: str, origin: str | None) -> None:
    hosts = PushHosts.of(["push.example.org", "*.example.net"])
    assert hosts.origin(endpoint) == (
        origin or endpoint.split("/", 3)[0] + "//" + endpoint.split("/")[2]
    )


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:443/x",
        "https://fcm.googleapis.com",
        "https://FCM.googleapis.com/x",
        "https://fcm.googleapis.com.evil.org/x",
        "https://evilfcm.googleapis.com/x",
        "https://user@fcm.googleapis.com/x",
        "https://evil.org\\@fcm.googleapis.com/x",
        "https://evil.org#@fcm.googleapis.com/x",
        "https://fcm.googleapis.com/x#y",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/x\n",
        "https://push.apple.com/x",
        "https://notpush.apple.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://permanently-removed.invalid/fcm/send/x",
        "https://\uff46cm.googleapis.com/x",
        "//fcm.googleapis.com/x",
        "",
    ],
)
def test_any_other_endpoint_has_none(endpoint: str) -> None:
    assert PushHosts.of([]).origin(endpoint) is None


def test_a_stand_in_is_an_address_of_plain_http() -> None:
    hosts = PushHosts.of([], ["jmt17.google.com=127.0.0.1:8700"])
    assert hosts.stand_ins == {"jmt17.google.com": "http://127.0.0.1:8700"}
    assert hosts.origin("https://jmt17.google.com/fcm/send/1") == "https://jmt17.google.com"


@pytest.mark.parametrize("entry", ["a.org=10.0.0.1:80", "a.org=127.0.0.1", "a.org", "a.org=b:1"])
def test_a_stand_in_is_always_on_this_machine(entry: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the texts differ by entry
        PushHosts.of([], [entry])
