"""Settings: where they come from, and what is refused before anything starts."""

from pathlib import Path

import pytest

from backend.settings import DESCRIPTIONS, Settings, SettingsError, load


def test_the_environment_beats_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("EVERKEEL_PORT=1234\nEVERKEEL_LOG_LEVEL=DEBUG\n")
    found = load({"EVERKEEL_PORT": "4321"}, data_dir=tmp_path)
    assert (found.port, found.log_level) == (4321, "DEBUG")


def test_defaults_follow_from_the_origin_and_the_folder(tmp_path: Path) -> None:
    found = load({"EVERKEEL_ORIGIN": "https://Keel.example.org/"}, data_dir=tmp_path)
    assert found.origin == found.push_contact == "https://keel.example.org"
    assert found.secure
    assert found.database_url == f"sqlite://{tmp_path / 'everkeel.sqlite3'}"


def test_lists_are_separated_by_commas(tmp_path: Path) -> None:
    given = {"EVERKEEL_PUSH_EXTRA_HOSTS": "push.example.org, up.example.net"}
    assert load(given, data_dir=tmp_path).push_extra_hosts == ("push.example.org", "up.example.net")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "many"),
        ("ORIGIN", "keel.example.org"),
        ("ORIGIN", "https://example.org/app"),
        ("OUTBOUND_ALLOW_CIDRS", "10.0.0.0/99"),
        ("TRUSTED_PROXIES", "proxy"),
        ("PUSH_HOST_MAP", "push.example.org=192.0.2.1:80"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError):
        load({f"EVERKEEL_{name}": value}, data_dir=tmp_path)


def test_only_the_command_makes_a_demo(tmp_path: Path) -> None:
    assert load({"EVERKEEL_DEMO": "true"}, data_dir=tmp_path).demo is False


def test_every_setting_is_described() -> None:
    assert set(DESCRIPTIONS) == set(Settings.__struct_fields__)
