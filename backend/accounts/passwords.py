"""Password hashes (argon2id) and strength (zxcvbn), off the event loop."""

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn

from backend.accounts import rules
from backend.errors import Problem

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_limiter: CapacityLimiter | None = None
# Verified when the account is unknown, so that the answer takes as long.
_DUMMY = _hasher.hash("no account has this password")
WEAK = "weak-password"


def _two_at_a_time() -> CapacityLimiter:
    global _limiter
    _limiter = _limiter or CapacityLimiter(2)
    return _limiter


async def hashed(password: str) -> str:
    """The argon2id hash to store."""
    text = rules.normal_password(password)
    return await to_thread.run_sync(_hasher.hash, text, limiter=_two_at_a_time())


async def matches(stored: str | None, password: str) -> bool:
    """True when the password is the one; takes as long when there is no account."""
    text = rules.normal_password(password)
    found = await to_thread.run_sync(_verify, stored or _DUMMY, text, limiter=_two_at_a_time())
    return found and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


async def require_strong(password: str, email: str) -> None:
    """Raises `weak-password` with the reason; zxcvbn sees 64 characters, as it is quadratic."""
    text = rules.normal_password(password)
    if len(text) < rules.PASSWORD_MIN:
        raise _weak(f"Use at least {rules.PASSWORD_MIN} characters; four random words work well.")
    words = [email, *email.split("@"), "everkeel", "even keel"]
    result = await to_thread.run_sync(zxcvbn, text[:64], words, limiter=_two_at_a_time())
    if result["score"] < rules.STRENGTH_MIN:
        raise _weak("This password is easy to guess; four random words work well.")


def _weak(message: str) -> Problem:
    return Problem(422, WEAK, message, [{"field": "password", "message": message}])
