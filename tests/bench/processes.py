"""Server processes under measurement: start, wait, count their CPU time, pin, end."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """User and system time that a process and its ended children have used."""
    text = Path(f"/proc/{pid}/stat").read_text()
    times = text.rpartition(")")[2].split()[11:15]
    return sum(map(int, times)) / TICKS


def pin(pid: int, core: int) -> None:
    """Keeps a process on one core where the system can do that."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(pid, {core % (os.cpu_count() or 1)})


@contextmanager
def serving(
    command: Sequence[str],
    port: int,
    log: Path,
    environment: Mapping[str, str],
    core: int | None = 0,
) -> Iterator[int]:
    """The pid of a server on that core that accepts connections, for the length of the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **environment}
        )
        if core is not None:
            pin(process.pid, core)
        try:
            _await_port(process, port, log)
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)


def _await_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Returns once the server accepts connections; RuntimeError with its log if it never does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not listen:\n{log.read_text()}")
