"""Which addresses belong to the open internet (pure; used by outbound.py alone)."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

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
