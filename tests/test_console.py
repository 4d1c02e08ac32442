"""The console before anything runs: what it refuses and what it says, in one plain line."""

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from backend import cli
from backend.database import location
from backend.settings import Settings
from tests.e2e.server import ANOTHER_APP
from tests.runner import ROOT, environment

PASSWORD = "a calm harbour at dusk"
AWAY = "asyncpg://keel:hunter2@127.0.0.1:1/keel"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[str]:
    """The operator's database; grows with each time the console asks for a password."""
    found: list[str] = []
    monkeypatch.setenv("EVERKEEL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("EVERKEEL_DATA_DIR", str(settings.data_dir))

    def ask() -> str:
        found.append("asked")
        return PASSWORD

    monkeypatch.setattr(cli, "ask_password", ask)
    return found


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which the console refuses."""
    with pytest.raises(SystemExit, match="2"):
        cli.main(arguments)
    line = capsys.readouterr().err
    assert line.startswith("everkeel: ")
    assert line.count("\n") == 1
    return line


def test_it_says_what_it_did(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["admin", "create", "ada@example.org"])
    said = capsys.readouterr().out
    assert said == "ada@example.org is an admin now and can sign in at http://localhost:8765\n"
    assert "already an account" in refused(capsys, "admin", "create", "Ada@example.org")
    cli.main(["admin", "reset", "ada@example.org"])
    said = capsys.readouterr().out
    assert said == "ada@example.org has a new password and is signed out everywhere.\n"
    assert len(asked) == 3


@pytest.mark.parametrize("email", ["ada", "ada@", "@example.org", "ada lovelace@example.org", ""])
def test_what_is_no_address_is_refused_before_a_password_is_typed(
    asked: list[str], capsys: pytest.CaptureFixture[str], email: str
) -> None:
    line = refused(capsys, "admin", "create", email)
    assert f"{email!r} is not an e-mail address, such as ada@example.org." in line
    assert not asked


def test_a_running_server_is_left_in_peace(
    asked: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.delenv("EVERKEEL_DATABASE_URL")
    folder = tmp_path / "mine"
    folder.mkdir()
    with FileLock(folder / "everkeel.lock"):
        line = refused(capsys, "--data-dir", str(folder), "admin", "reset", "ada@example.org")
    assert "stop it, run this again, and start it afterwards" in line
    assert not asked


@pytest.mark.parametrize(
    "url",
    [
        "keel", "mysql://keel:hunter2@db/keel", "asyncpg://keel:hunter2@db:port/keel",
        "asyncpg://keel:hunter2@[::1/keel", "asyncpg://keel:hunter2@db:99999/keel",
    ],
)  # fmt: skip
def test_a_malformed_database_address_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.setenv("EVERKEEL_DATABASE_URL", url)
    line = refused(capsys, "--data-dir", str(tmp_path), "migrate")
    assert "EVERKEEL_DATABASE_URL must look like asyncpg://user:password@host:5432/name" in line
    assert "hunter2" not in line


@pytest.mark.parametrize("url", [AWAY, "sqlite:////nowhere/at/all/keel.sqlite3"])
@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_database_out_of_reach_is_one_line_and_an_exit_code(
    tmp_path: Path, command: str, url: str
) -> None:
    line = _stopped(tmp_path, command, url)
    assert line.startswith(f"everkeel: The database {location(url)} cannot be used: ")
    assert "hunter2" not in line


def test_a_file_that_is_no_database_is_left_as_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "everkeel.sqlite3"
    file.write_text("Dear diary, " * 100)
    assert "file is not a database" in refused(capsys, "--data-dir", str(tmp_path), "migrate")
    assert file.read_text() == "Dear diary, " * 100


def _stopped(folder: Path, command: str, url: str) -> str:
    """The only line on standard error of a process that ends with 2."""
    static = folder / "static"
    static.mkdir()
    (static / "index.html").write_text("<!doctype html>")
    program = [sys.executable, "-c", ANOTHER_APP, str(static)]
    done = subprocess.run(
        [*program, "--data-dir", str(folder / "data"), command],
        cwd=ROOT, env=environment(EVERKEEL_DATABASE_URL=url), capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr
