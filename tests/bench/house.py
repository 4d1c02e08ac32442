"""Real Everkeel processes on a database of their own, to be measured or killed."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from backend import keys
from backend import settings as settings_module
from tests.bench.crowd import Base
from tests.bench.processes import free_port, pin
from tests.databases import PostgresDatabases, SqliteDatabases
from tests.e2e.server import ANOTHER_APP
from tests.push.sink import HOST

KINDS = ("sqlite", "postgres")


@dataclass
class House:
    """A data folder and a database; `start` adds a process to it."""

    kind: str
    url: str
    data: Path
    sink_port: int
    databases: SqliteDatabases | PostgresDatabases
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def base(self) -> Base:
        """The database, past the application."""
        return Base(self.url)

    @property
    def log(self) -> Path:
        """What the processes say."""
        return self.data / "processes.log"

    def start(self, core: int | None = None) -> subprocess.Popen[bytes]:
        """`everkeel serve` on SQLite, `everkeel worker` on PostgreSQL."""
        serve = self.kind == "sqlite"
        command = [sys.executable, "-c", ANOTHER_APP, str(self._static())]
        command += ["--data-dir", str(self.data)]
        command += ["serve", "--port", str(free_port())] if serve else ["worker"]
        environment = {
            **os.environ,
            "EVERKEEL_DATABASE_URL": self.url,
            "EVERKEEL_PUSH_HOST_MAP": f"{HOST}=127.0.0.1:{self.sink_port}",
            "EVERKEEL_LOG_LEVEL": "WARNING",
        }
        with self.log.open("ab") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        if core is not None:
            pin(process.pid, core)
        self.processes.append(process)
        return process

    def _static(self) -> Path:
        """The folder of an app that nobody opens."""
        folder = self.data / "static"
        folder.mkdir(exist_ok=True)
        (folder / "index.html").write_text("<!doctype html>")
        return folder

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9."""
        process.kill()
        process.wait(30)
        self.processes.remove(process)

    def terminate(self, process: subprocess.Popen[bytes]) -> float:
        """Seconds from SIGTERM to the end."""
        started = time.monotonic()
        process.terminate()
        process.wait(60)
        self.processes.remove(process)
        return time.monotonic() - started

    @contextmanager
    def away(self) -> Iterator[None]:
        """The database answers nobody: PostgreSQL is stopped, SQLite locked by somebody else."""
        if isinstance(self.databases, PostgresDatabases):
            with self.databases.stopped():
                yield
        else:
            with self.base.locked():
                yield

    def close(self) -> None:
        """Ends every process."""
        for process in list(self.processes):
            with suppress(subprocess.TimeoutExpired):
                process.terminate()
                process.wait(30)
            process.kill()
            process.wait(30)


@contextmanager
def housed(kind: str, sink_port: int) -> Iterator[House]:
    """A house of that kind, gone at the end of the block; SQLite is as safe as in earnest."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="everkeel-bench-"))
        databases = SqliteDatabases() if kind == "sqlite" else PostgresDatabases()
        stack.callback(databases.close)
        url = databases.create().partition("?synchronous=OFF")[0]
        data = Path(folder, "data")
        keys.prepare(settings_module.load({}, data_dir=data, database_url=url))
        house = House(kind, url, data, sink_port, databases)
        stack.callback(house.close)
        yield house


def peak_mb(pid: int) -> float:
    """The most memory a process has had."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1_024
    return 0.0
