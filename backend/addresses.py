"""Which addresses and which push services may be talked to (pure; outbound.py holds to it)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

Network = IPv4Network | IPv6Network


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Parsed CIDR blocks; host bits may be set. Raises ValueError for anything else."""
    return tuple(ip_network(text, strict=False) for text in texts)


# Written out because ipaddress.is_global calls several of these public (6to4, IPv4-compatible,
# multicast, cloud metadata); 168.63.129.16 is Azure's metadata service on a public address.
_V4_DENIED = networks(
    """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24
    198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3 168.63.129.16/32
    """.split()  # noqa: SIM905 - one block of text reads better than eighteen lines
)
_V6_PUBLIC = IPv6Network("2000::/3")
_V6_DENIED = networks(("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = IPv6Network("64:ff9b::/96")


def parse(text: str) -> IPv4Address | IPv6Address:
    """The address without its zone index (`fe80::1%eth0`)."""
    return ip_address(text.split("%")[0])


def is_address(host: str) -> bool:
    """True for an IP address, False for a name."""
    try:
        parse(host)
    except ValueError:
        return False
    return True


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Where a packet would really go: the IPv4 address inside IPv4-mapped and NAT64 ones."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(text: str) -> bool:
    """True for an address on the open internet; False for every private or special one."""
    address = _unwrapped(parse(text))
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _V4_DENIED)
    return address in _V6_PUBLIC and not any(address in network for network in _V6_DENIED)


def is_within(text: str, allowed: Iterable[Network]) -> bool:
    """True when the address lies in one of the networks."""
    return any(parse(text) in network for network in allowed)


# Chrome, Edge on Android and Opera; Chromium forks; Firefox; Safari; Edge on Windows.
_PUSH_SERVICES = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
# Stricter than any URL parser (no port, no user, no fragment), so that no two can disagree.
_ENDPOINT = re.compile(r"(https://([a-z0-9-]+(?:\.[a-z0-9-]+)+))(/[!-~]*)")


@dataclass(frozen=True, slots=True)
class PushHosts:
    """The push services that may be talked to, and loopback stand-ins for them in tests."""

    patterns: tuple[str, ...] = _PUSH_SERVICES
    stand_ins: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, extra_hosts: Iterable[str], host_map: Iterable[str] = ()) -> Self:
        """The known services, the operator's own, and `host=127.0.0.1:port` stand-ins."""
        pairs = (entry.partition("=") for entry in host_map)
        stand_ins = {host: f"http://{_loopback(target)}" for host, _, target in pairs}
        return cls((*_PUSH_SERVICES, *extra_hosts), stand_ins)

    def origin(self, endpoint: str) -> str | None:
        """The origin of an https endpoint on an allowed host; None for any other text."""
        match = _ENDPOINT.fullmatch(endpoint)
        if match is None or "#" in match[3] or not self._allows(match[2]):
            return None
        return match[1]

    def _allows(self, host: str) -> bool:
        """True for a listed name, or for a name below a listed `*.` suffix."""
        if host in self.patterns:
            return True
        return host.endswith(tuple(p[1:] for p in self.patterns if p.startswith("*.")))


def _loopback(target: str) -> str:
    """`ip:port` on loopback as given; ValueError for anything else, so no message strays."""
    host, _, port = target.rpartition(":")
    if not parse(host.strip("[]")).is_loopback or not 0 < int(port) < 65_536:
        raise ValueError(f"{target!r} is not an address and port of this machine")
    return target
