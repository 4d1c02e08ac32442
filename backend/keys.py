"""First-start secrets: made once, owner-only, refused when others can read them."""

import base64
import os
import stat
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from backend.settings import Settings

VAPID_FILE = "vapid.pem"
MASTER_FILE = "master.key"


class SecretsError(RuntimeError):
    """Secrets that must not be used as they are; the text says what to do."""


def prepare(settings: Settings) -> None:
    """Makes the data folder and whatever secret is missing; raises SecretsError."""
    os.umask(0o077)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.secrets_dir.mkdir(mode=0o700, exist_ok=True)
    _refuse_readable(settings.secrets_dir)
    _make(settings.secrets_dir / MASTER_FILE, lambda: os.urandom(32))
    _make(settings.secrets_dir / VAPID_FILE, _new_vapid)
    for path in settings.secrets_dir.iterdir():
        _refuse_readable(path)


def _make(path: Path, content: Callable[[], bytes]) -> None:
    if path.exists():
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content())
        file.flush()
        os.fsync(file.fileno())


def _new_vapid() -> bytes:
    key = Vapid02()
    key.generate_keys()
    return bytes(key.private_pem())


def _refuse_readable(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SecretsError(f"{path} can be read by others; run: chmod -R go-rwx {path}")


@lru_cache(maxsize=8)
def _vapid(path: Path) -> Vapid02:
    return Vapid02.from_file(str(path))


def vapid(settings: Settings) -> Vapid02:
    """The P-256 key that signs for push services (RFC 8292)."""
    return _vapid(settings.secrets_dir / VAPID_FILE)


def vapid_public_key(settings: Settings) -> str:
    """Its public half as browsers want it: base64url of the 65-byte point."""
    public = vapid(settings).public_key
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
