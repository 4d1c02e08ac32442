"""Passwords, addresses and limits: pure rules of sign-up and sign-in."""

import re
import unicodedata

PASSWORD_MIN = 15  # NIST SP 800-63B-4: the least where the password is the only factor
PASSWORD_MAX = 256
STRENGTH_MIN = 3  # zxcvbn's "safely unguessable"
FREE_FAILURES = 10
BLOCK_FIRST_SECONDS = 30
BLOCK_LAST_SECONDS = 15 * 60
FORGET_SECONDS = 24 * 3600
INVITE_SECONDS = 7 * 24 * 3600
ADDRESS = r"^[^\s@\x00]+@[^\s@\x00]+\Z"
IDLE_SECONDS = 30 * 24 * 3600
SEEN_EVERY_SECONDS = 5 * 60


def is_address(text: str) -> bool:
    """True for what looks like an e-mail address."""
    return re.match(ADDRESS, text) is not None


def email_key(email: str) -> str:
    """The form of an address by which accounts are told apart."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def normal_password(password: str) -> str:
    """The same password however a keyboard composes its letters (NFC)."""
    return unicodedata.normalize("NFC", password)


def blocked_seconds(failures: int) -> int:
    """How long to wait after so many failures: nothing up to ten, then doubling to 15 minutes."""
    if failures < FREE_FAILURES:
        return 0
    return int(
        min(BLOCK_FIRST_SECONDS * 2 ** min(failures - FREE_FAILURES, 10), BLOCK_LAST_SECONDS)
    )
