"""The other peer of push_send: npm web-push 3.6.7 in a Node process of its own."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from backend.push.encoder import Device
from tests import tools
from tests.bench.processes import pin

FOLDER = Path(__file__).parent / "node"


def install(folder: Path) -> None:
    """The package as its lock file says, from the registry that npm is set up for."""
    for name in ("package.json", "package-lock.json", "web_push.js"):
        shutil.copy(FOLDER / name, folder)
    command = tools.npm("ci", "--no-audit", "--no-fund", "--ignore-scripts")
    subprocess.run(
        command, cwd=folder, env=tools.node_environment(), check=True, capture_output=True,
        timeout=120,
    )  # fmt: skip


@contextmanager
def running(
    devices: Sequence[Device], base: str, plaintext: bytes, certificate: str
) -> Iterator[Callable[[int], float]]:
    """A function that sends so many messages: messages per second of Node's own CPU time."""
    subscriptions = [
        {
            "endpoint": device.endpoint.replace(device.origin, base),
            "keys": {"p256dh": device.p256dh, "auth": device.auth},
        }
        for device in devices
    ]
    job = {"plaintext": plaintext.decode(), "subscriptions": subscriptions}
    with tempfile.TemporaryDirectory(prefix="everkeel-bench-") as folder:
        install(Path(folder))
        environment = {**tools.node_environment(), "NODE_EXTRA_CA_CERTS": certificate}
        with subprocess.Popen(
            tools.node("web_push.js"), cwd=folder, env=environment, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as process:  # fmt: skip
            pin(process.pid, 0)
            pipe, answers = process.stdin, process.stdout
            assert pipe is not None
            assert answers is not None
            pipe.write(f"{json.dumps(job)}\n")

            def measure(count: int) -> float:
                pipe.write(f"{count}\n")
                return float(answers.readline())

            yield measure
            pipe.close()
