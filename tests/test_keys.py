"""Secrets: made once, for their owner alone, and refused when others can read them."""

import base64
import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from backend import keys
from backend import settings as settings_module
from backend.settings import Settings


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    """Settings of a data folder that does not exist yet."""
    return settings_module.load({}, data_dir=tmp_path / "new" / "data")


def mode(path: Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_and_files_are_the_owner_s_alone(fresh: Settings) -> None:
    os.umask(0)
    keys.prepare(fresh)
    assert mode(fresh.data_dir) == mode(fresh.secrets_dir) == 0o700
    made = {path.name: mode(path) for path in fresh.secrets_dir.iterdir()}
    assert made == {keys.VAPID_FILE: 0o600, keys.MASTER_FILE: 0o600}


def test_whatever_is_made_later_is_the_owner_s_alone(fresh: Settings) -> None:
    os.umask(0)
    keys.prepare(fresh)
    later = fresh.data_dir / "later"
    later.write_text("x")
    assert mode(later) == 0o600


def test_a_second_start_keeps_every_secret(fresh: Settings) -> None:
    keys.prepare(fresh)
    before = {path.name: path.read_bytes() for path in fresh.secrets_dir.iterdir()}
    keys.prepare(fresh)
    assert {path.name: path.read_bytes() for path in fresh.secrets_dir.iterdir()} == before


@pytest.mark.parametrize("name", ["", keys.VAPID_FILE, keys.MASTER_FILE])
@pytest.mark.parametrize("extra", [0o040, 0o004, 0o020])
def test_secrets_that_others_can_read_are_refused(fresh: Settings, name: str, extra: int) -> None:
    keys.prepare(fresh)
    path = fresh.secrets_dir / name
    path.chmod(mode(path) | extra)
    with pytest.raises(keys.SecretsError, match="chmod -R go-rwx"):
        keys.prepare(fresh)


def test_two_instances_never_share_a_secret(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    made = [settings_module.load({}, data_dir=folder) for folder in folders]
    for settings in made:
        keys.prepare(settings)
    contents = [path.read_bytes() for s in made for path in s.secrets_dir.iterdir()]
    assert len(set(contents)) == len(contents)
    assert len((made[0].secrets_dir / keys.MASTER_FILE).read_bytes()) == 32


def test_the_public_key_is_a_point_as_browsers_want_it(fresh: Settings) -> None:
    keys.prepare(fresh)
    text = keys.vapid_public_key(fresh)
    point = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert (len(point), point[0], "=" in text) == (65, 4, False)
    assert ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
