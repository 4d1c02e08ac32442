"""Secrets: made at the first start, owner-only, refused when others can read them."""

import base64
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from backend import clock, sqlite
from backend.settings import Settings

VAPID_FILE = "vapid.pem"
NEXT_VAPID_FILE = "vapid.next.pem"
MASTER_FILE = "master.key"
KEEP_RETIRED = timedelta(days=90)
_RETIRED = re.compile(r"vapid\.(\d{8}T\d{6}Z)\.[0-9a-f]{16}\.pem")
_MOMENT = "%Y%m%dT%H%M%SZ"


class SecretsError(RuntimeError):
    """Secrets that must not be used as they are; the text says what to do."""


def prepare(settings: Settings) -> None:
    """Makes the data folder and whatever secret is missing; raises SecretsError."""
    os.umask(0o077)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.secrets_dir.mkdir(mode=0o700, exist_ok=True)
    _refuse_readable(settings.secrets_dir)
    for name, secret in SECRETS.items():
        path = settings.secrets_dir / name
        if path.exists() and not secret.whole(path):
            _remove_unused(path, settings)
        if not path.exists():
            _make(path, secret.new)
    for path in settings.secrets_dir.iterdir():
        _refuse_readable(path)


def _remove_unused(path: Path, settings: Settings) -> None:
    """Removes half a secret, if the first start ended before there was a database to use it."""
    if settings.sqlite and not Path(sqlite.path_of(settings.database_url)).exists():
        path.unlink()
        return
    raise SecretsError(
        f"{path} is damaged. Put it back from a copy of that folder; if nobody has used this"
        " Everkeel yet, delete the file and start again."
    )


def _make(path: Path, content: Callable[[], bytes]) -> None:
    """A new file for its owner alone, whole or not at all; raises FileExistsError."""
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content())
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    finally:
        os.unlink(name)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Returns when the names in a folder are on the disk, where the system can say so."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _new_vapid() -> bytes:
    key = Vapid02()
    key.generate_keys()
    return bytes(key.private_pem())


def _is_vapid(path: Path) -> bool:
    try:
        Vapid02.from_file(str(path))
    except Exception:  # py_vapid raises many kinds
        return False
    return True


@dataclass(frozen=True, slots=True)
class Secret:
    """How a secret is made, and whether a file holds a whole one."""

    new: Callable[[], bytes]
    whole: Callable[[Path], bool]


SECRETS = {
    MASTER_FILE: Secret(lambda: os.urandom(32), lambda path: path.stat().st_size == 32),
    VAPID_FILE: Secret(_new_vapid, _is_vapid),
}


def _refuse_readable(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SecretsError(f"{path} can be read by others; run: chmod -R go-rwx {path}")


@dataclass(frozen=True, slots=True)
class VapidKey:
    """A P-256 key that signs for push services (RFC 8292); `public` is what browsers want."""

    id: str
    public: str
    signer: Vapid02 = field(compare=False)
    path: Path
    retired_at: datetime | None = None

    @classmethod
    def read(cls, path: Path) -> "VapidKey":
        """The key of a file; its name says since when it has been retired."""
        signer = Vapid02.from_file(str(path))
        form = PublicFormat.UncompressedPoint
        point = signer.public_key.public_bytes(Encoding.X962, form)
        public = base64.urlsafe_b64encode(point).rstrip(b"=").decode()
        match = _RETIRED.fullmatch(path.name)
        retired = datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC) if match else None
        return cls(hashlib.sha256(point).hexdigest()[:16], public, signer, path, retired)


class VapidKeys:
    """The newest key, and older ones whose subscriptions live on; sees what others rotate."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[int, ...] = ()
        self._keys: list[VapidKey] = []

    def newest(self) -> VapidKey:
        """The key for new subscriptions."""
        return self._read()[-1]

    def signer(self, key_id: str) -> Vapid02:
        """What signs for a subscription made with that key; the newest when the key is gone.

        A subscription without a key id was made before there was a second key.
        """
        keys = self._read()
        if not key_id:
            return keys[0].signer
        return next((key.signer for key in keys if key.id == key_id), keys[-1].signer)

    def id_of(self, public: str) -> str | None:
        """The id of a public key as browsers hold it; None when it is not one of ours."""
        return next((key.id for key in self._read() if key.public == public.rstrip("=")), None)

    def rotate(self) -> VapidKey:
        """A new key; the old one keeps signing for its subscriptions. Raises SecretsError."""
        old, following = self.newest(), self._folder / NEXT_VAPID_FILE
        try:
            _make(following, _new_vapid)
        except FileExistsError:
            raise SecretsError(
                f"Another rotation is under way; if none is, delete {following} and try again."
            ) from None
        name = f"vapid.{clock.now():{_MOMENT}}.{old.id}.pem"
        _make(self._folder / name, old.path.read_bytes)
        following.replace(old.path)
        return self.newest()

    def forget(self, used: Collection[str]) -> int:
        """Removes keys retired 90 days ago that no subscription uses; how many."""
        keys = self._read()
        before = clock.now() - KEEP_RETIRED
        needed = {key_id or keys[0].id for key_id in used}
        gone = [k for k in keys if k.retired_at and k.retired_at < before and k.id not in needed]
        for key in gone:
            key.path.unlink(missing_ok=True)
        return len(gone)

    def _read(self) -> list[VapidKey]:
        """Every key, oldest first; from the files when they have changed."""
        newest = self._folder / VAPID_FILE
        stats = (self._folder.stat(), newest.stat())
        seen = tuple(number for s in stats for number in (s.st_mtime_ns, s.st_ino))
        if seen != self._seen:
            retired = sorted(p for p in self._folder.iterdir() if _RETIRED.fullmatch(p.name))
            self._keys = [VapidKey.read(path) for path in (*retired, newest)]
            self._seen = seen
        return self._keys


@lru_cache(maxsize=8)
def _vapid(folder: Path) -> VapidKeys:
    return VapidKeys(folder)


def vapid(settings: Settings) -> VapidKeys:
    """The keys that sign for push services."""
    return _vapid(settings.secrets_dir)


def vapid_public_key(settings: Settings) -> str:
    """The newest key's public half as browsers want it: base64url of the 65-byte point."""
    return vapid(settings).newest().public
