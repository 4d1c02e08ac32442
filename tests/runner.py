"""Runs steps: two at a time, each after what it needs, and tells how each one went."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
AT_ONCE = 2
STEP_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of a step, and what to show when something failed."""

    passed: int
    failed: int
    output: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """Something to run: after `needs`, never beside one of the same `lane`.

    Those that name a `company` run beside nobody else.
    """

    name: str
    what: str
    run: Callable[[], Outcome]
    needs: tuple[str, ...] = ()
    lane: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """How a step went and how long it took."""

    step: Step
    outcome: Outcome
    seconds: float

    @property
    def ok(self) -> bool:
        """True when nothing failed."""
        return not self.outcome.failed


def environment(**more: str) -> dict[str, str]:
    """The environment of a step: without the operator's own EVERKEEL_* settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("EVERKEEL_") or name.startswith("EVERKEEL_TEST_")
    }
    return {**kept, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", "CI": "1", **more}


def execute(
    arguments: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> tuple[int, str]:
    """The exit code and the output of a program; ended with its children after 15 minutes."""
    process = subprocess.Popen(
        arguments, cwd=cwd, env=env or environment(), text=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = process.communicate(timeout=STEP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        output += f"\nStopped after {STEP_SECONDS} seconds.\n"
    return process.returncode, output


def command(
    arguments: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> Outcome:
    """One thing that passes or fails: a program's exit code."""
    code, output = execute(arguments, env=env, cwd=cwd)
    return Outcome(0, 1, output) if code else Outcome(1, 0, output)


def with_needs(steps: Sequence[Step], names: Sequence[str]) -> list[Step]:
    """The named steps and what they need, in the order of `steps`."""
    wanted = set(names)
    for step in reversed(steps):
        if step.name in wanted:
            wanted |= set(step.needs)
    return [step for step in steps if step.name in wanted]


def run(steps: Sequence[Step], tell: Callable[[Report], None]) -> list[Report]:
    """Reports of all steps; `tell` hears of each as it ends."""
    waiting, running, done = list(steps), dict[Future[Report], Step](), dict[str, Report]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while waiting or running:
            for step in _startable(waiting, list(running.values()), done):
                waiting.remove(step)
                running[pool.submit(_timed, step, done)] = step
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                report = future.result()
                done[running.pop(future).name] = report
                tell(report)
    return [done[step.name] for step in steps]


def _startable(
    waiting: Sequence[Step], running: Sequence[Step], done: Mapping[str, Report]
) -> list[Step]:
    chosen: list[Step] = []
    for step in waiting:
        busy = [*running, *chosen]
        together = all(other.company == step.company for other in busy)
        lanes = {other.lane for other in busy if other.lane}
        ready = all(need in done for need in step.needs)
        if ready and together and step.lane not in lanes and len(busy) < AT_ONCE:
            chosen.append(step)
    return chosen


def _timed(step: Step, done: Mapping[str, Report]) -> Report:
    if broken := [need for need in step.needs if not done[need].ok]:
        return Report(step, Outcome(0, 1, f"Not run, as {', '.join(broken)} failed.\n"), 0.0)
    began = time.monotonic()
    try:
        outcome = step.run()
    except Exception as error:
        outcome = Outcome(0, 1, f"{type(error).__name__}: {error}\n")
    return Report(step, outcome, time.monotonic() - began)
