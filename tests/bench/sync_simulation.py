"""The simulation of tests/sync, ten times as long, on both databases.

Two to four phones of one person, with clocks that are days off and a network that loses requests
and answers, edit the same things and synchronise; then nothing may be lost, nothing may have
been taken in twice, and all phones must show what the server has.
"""

import tempfile
import time
from pathlib import Path

from tests.bench.house import KINDS
from tests.bench.result import Result
from tests.databases import PostgresDatabases, SqliteDatabases
from tests.sync.simulation import proof

NAME = "sync_simulation"
PURPOSE = "random phones, clocks and networks against the real server"
GOAL = "20,000 schedules on each database: 0 lost, 0 duplicated, all replicas equal"
SCHEDULES, QUICK = 20_000, 1_000
PART = 2_000


def run(quick: bool) -> Result:
    """Runs the schedules in parts, so that a failure is heard of early."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="everkeel-bench-") as folder:
        bundle = proof.bundled(Path(folder))
        for kind in KINDS:
            place = Path(folder, kind)
            place.mkdir()
            figures |= _on(kind, place, bundle, QUICK if quick else SCHEDULES)
    return Result(figures, sum(figures[f"{kind}_failed"] for kind in KINDS) == 0)


def _on(kind: str, folder: Path, bundle: Path, schedules: int) -> dict[str, float]:
    databases = SqliteDatabases() if kind == "sqlite" else PostgresDatabases(durable=False)
    began, sums = time.monotonic(), dict.fromkeys(proof.COUNTS, 0)
    try:
        with proof.serving_faultily(folder, databases.create()) as server:
            for first in range(0, schedules, PART):
                part = server.run(bundle, min(PART, schedules - first), first_seed=first)
                sums = {name: sums[name] + getattr(part, name) for name in sums}
                for failure in part.failures:
                    print(f"{kind} seed {failure.seed}: {failure.faults}")
            kept = sum(server.answers().values())
    finally:
        databases.close()
    print(f"{kind}: {sums}, {kept} operations kept, {time.monotonic() - began:.0f} s", flush=True)
    sums["failed"] += abs(kept - sums["operations"])
    return {f"{kind}_{name}": count for name, count in sums.items()}
