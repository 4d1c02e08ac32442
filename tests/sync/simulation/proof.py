"""Starts a server, lets phones loose on it, and counts what its database has afterwards."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from backend import database, keys
from backend import settings as settings_module
from tests import tools
from tests.bench.processes import free_port, serving
from tests.runner import environment
from tests.sync.simulation.people import add_people

BUNDLER = tools.FRONTEND / "scripts" / "bundle-simulation.mjs"
STEPS = (8, 40)


COUNTS = (
    "schedules", "operations", "superseded", "rejected", "requests", "lost", "replays", "failed",
)  # fmt: skip


class Failure(msgspec.Struct):
    """A schedule that did not end well, and what was wrong."""

    seed: int
    faults: list[str]


class Sums(msgspec.Struct):
    """What all schedules of a run came to."""

    schedules: int
    operations: int
    superseded: int
    rejected: int
    requests: int
    lost: int
    replays: int
    failed: int
    failures: list[Failure]


@dataclass(frozen=True)
class Server:
    """A server on a database of its own."""

    folder: Path
    url: str
    port: int

    def run(
        self, bundle: Path, count: int, *, first_seed: int = 0, fault: str = "",
        steps: tuple[int, int] = STEPS,
    ) -> Sums:  # fmt: skip
        """Runs that many schedules, each with a person of its own."""
        people = asyncio.run(self._people(count))
        task = self.folder / "task.json"
        terms = {
            "origin": f"http://localhost:{self.port}", "fault": fault, "steps": steps,
            "firstSeed": first_seed, "accounts": people,
        }  # fmt: skip
        task.write_text(json.dumps(terms))
        done = subprocess.run(
            tools.node(str(bundle), str(task)), env=tools.node_environment(), text=True,
            capture_output=True, check=True,
        )  # fmt: skip
        return msgspec.json.decode(done.stdout, type=Sums)

    async def _people(self, count: int) -> list[dict[str, str]]:
        chosen = self._settings()
        async with database.opened(chosen) as db:
            return await add_people(db, chosen, count)

    def answers(self) -> dict[str, int]:
        """How many operations the database knows, by what became of them."""
        return asyncio.run(self._answers())

    async def _answers(self) -> dict[str, int]:
        text = "SELECT status, COUNT(*) AS number FROM sync_operations GROUP BY status"
        async with database.opened(self._settings()) as db:
            return {row["status"]: row["number"] for row in await database.rows(db, text)}

    def _settings(self) -> Any:
        return settings_module.load({}, data_dir=self.folder, database_url=self.url)


def bundled(folder: Path) -> Path:
    """The phones as a program for Node, built into that folder."""
    subprocess.run(
        tools.node(str(BUNDLER), str(folder)), cwd=tools.FRONTEND, env=tools.node_environment(),
        check=True,
    )  # fmt: skip
    return folder / "main.mjs"


@contextmanager
def serving_faultily(folder: Path, url: str, fault: str = "") -> Iterator[Server]:
    """A server with that fault put in; without one it is as it ships."""
    port = free_port()
    keys.prepare(settings_module.load({}, data_dir=folder, database_url=url))
    command = [
        sys.executable, "-m", "tests.sync.simulation.server", *([fault] if fault else []),
        "--data-dir", str(folder), "serve", "--port", str(port),
    ]  # fmt: skip
    settings = environment(
        EVERKEEL_DATABASE_URL=url, EVERKEEL_SCHEDULER="false", EVERKEEL_LOG_LEVEL="WARNING"
    )
    with serving(command, port, folder / "server.log", settings, core=None):
        yield Server(folder, url, port)
