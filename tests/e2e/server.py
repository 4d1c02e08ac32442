"""`everkeel serve` as a process of its own, as an operator starts it."""

import asyncio
import contextlib
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.runner import ROOT, environment

READY_SECONDS = 60
ANOTHER_APP = """
import sys
from pathlib import Path
from backend import cli, frontend
static = Path(sys.argv.pop(1))
frontend.folder = lambda: static
cli.main()
"""
GREETING = re.compile(r"(http://\S+/join#\S+)|password: (.+)")


@dataclass
class Everkeel:
    """A running server: where it is, its data folder, what it printed."""

    origin: str
    folder: Path
    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    def greeting(self) -> str:
        """The link for the first admin, or the demo person's password."""
        found = GREETING.search("".join(self.said))
        assert found, "".join(self.said)
        return found[1] or found[2]


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(
    folder: Path, *options: str, static: Path | None = None, port: int = 0, **settings: str
) -> AsyncIterator[Everkeel]:
    """The server, ready; `settings` are EVERKEEL_* values, `static` another app, 0 any port."""
    port = port or free_port()
    data = folder / "data"
    program = ["-c", ANOTHER_APP, str(static)] if static else ["-m", "backend"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *program, "--data-dir", str(data), "serve", f"--port={port}",
        *options, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env=environment(**{f"EVERKEEL_{k.upper()}": v for k, v in settings.items()}),
    )  # fmt: skip
    server = Everkeel(f"http://localhost:{port}", data, process)
    listening = asyncio.create_task(_listen(server))
    try:
        await asyncio.wait_for(_ready(server, port), READY_SECONDS)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 20)
        if process.returncode is None:
            process.kill()
        await listening


async def _listen(server: Everkeel) -> None:
    assert server.process.stdout is not None
    async for line in server.process.stdout:
        server.said.append(line.decode())


async def _ready(server: Everkeel, port: int) -> None:
    while True:
        if server.process.returncode is not None:
            raise RuntimeError("The server ended:\n" + "".join(server.said))
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /api/health/ready HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % port)
            answer = await reader.readline()
            writer.close()
            if b" 200 " in answer:
                return
        await asyncio.sleep(0.1)
