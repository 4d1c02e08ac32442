"""Secrets: made once, for their owner alone, and refused when others can read them."""

import base64
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec

from backend import cli, keys
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


@pytest.mark.parametrize("name", [keys.VAPID_FILE, keys.MASTER_FILE])
def test_half_a_secret_is_made_again_while_nothing_uses_it(fresh: Settings, name: str) -> None:
    keys.prepare(fresh)
    path = fresh.secrets_dir / name
    whole = path.read_bytes()
    path.write_bytes(whole[:20])
    keys.prepare(fresh)
    assert path.read_bytes() != whole
    assert mode(path) == 0o600
    assert keys.SECRETS[name].whole(path)


@pytest.mark.parametrize("name", [keys.VAPID_FILE, keys.MASTER_FILE])
@pytest.mark.parametrize("left", [0, 20])
def test_half_a_secret_of_a_database_is_left_for_the_operator(
    fresh: Settings, name: str, left: int
) -> None:
    keys.prepare(fresh)
    path = fresh.secrets_dir / name
    path.write_bytes(path.read_bytes()[:left])
    (fresh.data_dir / "everkeel.sqlite3").touch()
    with pytest.raises(keys.SecretsError, match="Put it back from a copy"):
        keys.prepare(fresh)
    assert path.stat().st_size == left


def test_a_crash_while_a_secret_is_written_leaves_none(
    fresh: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("backend.keys.os.fsync", full_disk)
        with pytest.raises(OSError, match="No space left"):
            keys.prepare(fresh)
    assert list(fresh.secrets_dir.iterdir()) == []
    keys.prepare(fresh)
    assert {path.name for path in fresh.secrets_dir.iterdir()} == set(keys.SECRETS)


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


NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def vapid(fresh: Settings) -> Iterator[keys.VapidKeys]:
    """The VAPID keys of a new instance, at nine o'clock."""
    keys.prepare(fresh)
    with time_machine.travel(NINE, tick=False):
        yield keys.VapidKeys(fresh.secrets_dir)


def test_rotation_makes_a_new_key_and_keeps_the_old(vapid: keys.VapidKeys, fresh: Settings) -> None:
    old = vapid.newest()
    new = vapid.rotate()
    assert (vapid.newest(), new.retired_at) == (new, None)
    assert new.public != old.public
    assert vapid.signer(new.id) is new.signer
    assert vapid.signer(old.id).private_pem() == old.signer.private_pem()
    assert [vapid.id_of(key.public + "=") for key in (old, new)] == [old.id, new.id]
    made = {path.name: mode(path) for path in fresh.secrets_dir.iterdir()}
    kept = f"vapid.20260302T090000Z.{old.id}.pem"
    assert made == dict.fromkeys((keys.VAPID_FILE, keys.MASTER_FILE, kept), 0o600)


def test_a_running_server_sees_what_the_console_rotates(
    vapid: keys.VapidKeys, fresh: Settings
) -> None:
    before = vapid.newest()
    keys.VapidKeys(fresh.secrets_dir).rotate()
    assert vapid.newest() != before
    assert keys.vapid_public_key(fresh) == vapid.newest().public


def test_a_subscription_without_a_key_id_is_signed_by_the_first_key(vapid: keys.VapidKeys) -> None:
    first = vapid.newest()
    for day in range(2):
        with time_machine.travel(NINE + timedelta(days=day), tick=False):
            vapid.rotate()
    assert vapid.signer("").private_pem() == first.signer.private_pem()


def test_a_key_that_is_gone_is_replaced_by_the_newest(vapid: keys.VapidKeys) -> None:
    vapid.rotate()
    assert vapid.signer("0" * 16) is vapid.newest().signer
    assert vapid.id_of("A" * 87) is None


def test_two_rotations_at_once_make_one_key(vapid: keys.VapidKeys, fresh: Settings) -> None:
    before = vapid.newest()
    (fresh.secrets_dir / keys.NEXT_VAPID_FILE).touch(0o600)
    with pytest.raises(keys.SecretsError, match=r"vapid\.next\.pem"):
        vapid.rotate()
    assert vapid.newest() == before


def test_retired_keys_go_after_90_days_once_nobody_needs_them(vapid: keys.VapidKeys) -> None:
    first, second = vapid.newest(), vapid.rotate()
    with time_machine.travel(NINE + timedelta(days=1), tick=False):
        third = vapid.rotate()
    with time_machine.travel(NINE + timedelta(days=89), tick=False):
        assert vapid.forget([]) == 0
    with time_machine.travel(NINE + timedelta(days=300), tick=False):
        assert vapid.forget([""]) == 1  # without an id: the oldest
        assert vapid.id_of(first.public) == first.id
        assert vapid.id_of(second.public) is None
        assert vapid.forget([third.id]) == 1
        assert vapid.forget([third.id]) == 0
    assert vapid.newest().id == third.id


def test_the_console_rotates(fresh: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--data-dir", str(fresh.data_dir), "vapid", "rotate"])
    assert keys.vapid_public_key(fresh) in capsys.readouterr().out
    assert len(list(fresh.secrets_dir.glob("vapid.*.pem"))) == 1
