"""A short fingerprint of a page's text: alike for alike texts (pure).

Hardly any page is the same byte for byte the next night, so a plain hash would cry wolf. This is
a simhash (Charikar 2002, doi 10.1145/509907.509965): each pair of neighbouring words votes on each
of 256 bits, and the share of bits that differ grows with the angle between two texts.
"""

import hashlib
import re
from itertools import pairwise

import numpy as np

BITS = 256
MOST_WORDS = 20_000
LEAST_WORDS = 20
# About a tenth of the words replaced one by one, or a sixth of the text in one piece.
DIFFERENT_BITS = 45
_WORD = re.compile(r"[^\W\d_]+")


def fingerprint(text: str) -> str:
    """64 hexadecimal digits; empty for a text too short to compare. Numbers do not count."""
    words = _WORD.findall(text.casefold())[:MOST_WORDS]
    if len(words) < LEAST_WORDS:
        return ""
    pairs = {f"{one} {two}".encode() for one, two in pairwise(words)}
    digests = b"".join(hashlib.sha256(pair).digest() for pair in sorted(pairs))
    votes = np.unpackbits(np.frombuffer(digests, np.uint8).reshape(-1, BITS // 8), axis=1)
    return np.packbits(votes.mean(axis=0) > 0.5).tobytes().hex()


def distance(one: str, other: str) -> int:
    """In how many of the 256 bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def differs(one: str, other: str) -> bool:
    """True when both are there and stand for different texts."""
    return bool(one and other) and distance(one, other) > DIFFERENT_BITS
